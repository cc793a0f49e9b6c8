import { z } from 'zod';
import { originOf } from '../../../http/origin.ts';
import { meetInOwnPrefix } from '../../../http/prefixes.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { whenGone } from '../../../http/when-gone.ts';
import {
  addressTaken,
  busy,
  notAdmitted,
  notWaitedFor,
  registrationClosed,
  wrongPassword,
} from '../auth.examples.ts';
import { loginSchema } from '../auth.schemas.ts';
import type { AuthService } from '../auth.service.ts';
import { deviceCookie, deviceOf } from '../device.ts';
import {
  meetInRefreshSchema,
  meetInRegisterSchema,
  meetInSessionOf,
  meetInSessionSchema,
  tokenPairOf,
  tokenPairSchema,
  toRegistration,
} from './meetin-auth.schemas.ts';

const tags = ['meetIN'];
const prefixes = meetInOwnPrefix;
const noStore = { 'Cache-Control': 'no-store' };

/** What the usual prefixes answer in this API's own form, in meetIN's: the same accounts, sessions and limits. */
export function createMeetInAuthRoutes(service: AuthService): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/auth/register',
      prefixes,
      idempotency: { needless: 'an address registers once' },
      summary: 'Make an account, for clients of meetIN',
      tags,
      auth: 'none',
      body: meetInRegisterSchema,
      responses: {
        201: { description: 'Signed up and signed in', schema: meetInSessionSchema },
        403: registrationClosed,
        409: addressTaken,
        503: busy,
      },
      handler: async ({ body, req, res }) => {
        const gone = whenGone(res, notWaitedFor);
        const made = await service.register(toRegistration(body), deviceOf(req), gone);
        const headers = { ...noStore, 'Set-Cookie': deviceCookie(made.mark) };
        return { status: 201, headers, body: meetInSessionOf(made.session) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/login',
      prefixes,
      idempotency: { needless: 'a session more is no harm' },
      summary: 'Sign in with an e-mail address and a password, for clients of meetIN',
      tags,
      auth: 'none',
      sharesAddress: true,
      body: loginSchema,
      responses: {
        200: { description: 'Signed in', schema: meetInSessionSchema },
        401: wrongPassword,
        403: notAdmitted,
        503: busy,
      },
      handler: async ({ body, req, res, count }) => {
        const gone = whenGone(res, notWaitedFor);
        const made = await service.login(body, deviceOf(req), { count, gone });
        const headers = { ...noStore, 'Set-Cookie': deviceCookie(made.mark) };
        return { status: 200, headers, body: meetInSessionOf(made.session) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/refresh',
      prefixes,
      idempotency: { needless: 'a repeat within 10 s gets the same successor' },
      summary: 'Exchange a refresh token for a new pair of tokens, for clients of meetIN',
      tags,
      auth: 'none',
      sharesAddress: true,
      body: meetInRefreshSchema,
      responses: {
        200: { description: 'The new tokens', schema: tokenPairSchema },
        401: {
          description: 'The refresh token is unknown, expired, used or revoked',
          example: { detail: 'Could not validate credentials' },
        },
      },
      handler: async ({ body, req, count }) => {
        const session = await service.refresh(body.refresh, deviceOf(req), count);
        return { status: 200, headers: noStore, body: tokenPairOf(session) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/logout',
      prefixes,
      idempotency: { needless: 'what is revoked stays so' },
      summary: 'End the session a refresh token belongs to, for clients of meetIN',
      description: 'Its access tokens end with it.',
      tags,
      auth: 'none',
      sharesAddress: true,
      body: meetInRefreshSchema,
      responses: {
        200: {
          description: 'The session is over',
          schema: z.object({}).meta({ id: 'Done', example: {} }),
        },
      },
      handler: async ({ body, req }) => {
        await service.logout(body.refresh, originOf(req));
        return { status: 200, headers: noStore, body: {} };
      },
    }),
  ];
}
