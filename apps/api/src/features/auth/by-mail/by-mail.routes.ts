import { addressKey } from '../../../http/client-address.ts';
import { originOf } from '../../../http/origin.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { whenGone } from '../../../http/when-gone.ts';
import { busy, notWaitedFor } from '../auth.examples.ts';
import { wrongPasswordDetail, type ProveCaller } from '../proof.ts';
import {
  addressProofSchema,
  mailedSchema,
  passwordChangeSchema,
  resetRequestSchema,
  resetSchema,
} from './by-mail.schemas.ts';
import {
  mailOffDetail,
  provenDetail,
  tokenUnknownDetail,
  type ByMailService,
} from './by-mail.service.ts';

const tags = ['Authentication'];
const off = { description: 'This server sends no mail', example: { detail: mailOffDetail } };
const unknown = {
  description: 'The token is unknown, used or too old',
  example: { detail: tokenUnknownDetail },
};
const mailed = 'If there is an account with this address, a mail is on its way to it.';

/** Passwords that are changed or forgotten, and addresses to be proven. */
export function createByMailRoutes(service: ByMailService, prove: ProveCaller): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/auth/password',
      idempotency: { needless: 'the password before is needed, and is another one afterwards' },
      summary: 'Change one’s password',
      description: 'Ends every other session of the account.',
      tags,
      auth: 'bearer',
      allow: 'account.change',
      body: passwordChangeSchema,
      responses: {
        204: { description: 'Changed' },
        403: {
          description: 'The current password is wrong, or the account has none: ask for a reset',
          example: { detail: wrongPasswordDetail },
        },
        503: busy,
      },
      handler: async ({ scope, body, req, res, count }) => {
        const proof = { password: body.current_password, req, res, count };
        const asker = { caller: addressKey(req.ip), gone: whenGone(res, notWaitedFor) };
        await service.change(scope, body, asker, () => prove(scope, proof));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/password/reset',
      idempotency: { needless: 'a mail more is no harm, and five an hour is all there are' },
      summary: 'Ask for a mail that sets a new password',
      description: `The answer is the same, and as fast, whether there is such an account or not. Five mails an hour for an address.`,
      tags,
      auth: 'none',
      body: resetRequestSchema,
      responses: { 202: { description: 'Asked for', schema: mailedSchema }, 404: off },
      handler: async ({ body }) => {
        await service.askReset(body.email);
        return { status: 202, body: { detail: mailed } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/password/reset/confirm',
      idempotency: { needless: 'the token works once' },
      summary: 'Set a new password with the token of a mail',
      description: 'Ends every session of the account, and proves its address.',
      tags,
      auth: 'none',
      body: resetSchema,
      responses: {
        204: { description: 'Set; sign in with it' },
        400: unknown,
        404: off,
        503: busy,
      },
      handler: async ({ body, req, res }) => {
        const asker = { caller: addressKey(req.ip), gone: whenGone(res, notWaitedFor) };
        await service.reset(body, asker, originOf(req));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/address-proof',
      idempotency: { needless: 'a mail more is no harm, and five an hour is all there are' },
      summary: 'Ask for a mail that proves one’s address',
      tags,
      auth: 'bearer',
      allow: 'account.change',
      responses: {
        202: { description: 'Asked for', schema: mailedSchema },
        404: off,
        409: { description: 'The address is proven', example: { detail: provenDetail } },
      },
      handler: async ({ scope }) => {
        await service.askProof(scope);
        return { status: 202, body: { detail: 'A mail is on its way to your address.' } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/address-proof/confirm',
      idempotency: { needless: 'the token works once' },
      summary: 'Prove one’s address with the token of a mail',
      description: 'By who is signed in to the account that the mail was for, and by nobody else.',
      tags,
      auth: 'bearer',
      allow: 'account.change',
      body: addressProofSchema,
      responses: { 204: { description: 'Proven' }, 400: unknown, 404: off },
      handler: async ({ scope, body }) => {
        await service.prove(scope, body.token);
        return { status: 204 };
      },
    }),
  ];
}
