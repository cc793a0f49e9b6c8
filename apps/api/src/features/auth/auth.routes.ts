import { originOf } from '../../http/origin.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  loginSchema,
  meSchema,
  refreshSchema,
  registerSchema,
  sessionReply,
  sessionSchema,
} from './auth.schemas.ts';
import type { AuthService } from './auth.service.ts';

const tags = ['Authentication'];

export function createAuthRoutes(service: AuthService): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/auth/register',
      idempotency: { needless: 'an address registers once' },
      summary: 'Make an account with an e-mail address and a password',
      tags,
      auth: 'none',
      body: registerSchema,
      responses: {
        201: { description: 'Signed up and signed in', schema: sessionSchema },
        403: {
          description: 'Only addresses of certain domains may sign in, and this one is not proven',
          example: {
            detail:
              'Only company addresses may sign in here, and a new address must be proven. Sign in with Microsoft or Google.',
          },
        },
        409: {
          description: 'The e-mail address is already registered',
          example: { detail: 'This e-mail address is already registered. Sign in instead.' },
        },
      },
      handler: async ({ body, req }) =>
        sessionReply(201, await service.register(body, originOf(req))),
    }),
    defineRoute({
      method: 'post',
      path: '/auth/login',
      idempotency: { needless: 'a session more is no harm' },
      summary: 'Sign in with an e-mail address and a password',
      tags,
      auth: 'none',
      body: loginSchema,
      responses: {
        200: { description: 'Signed in', schema: sessionSchema },
        401: {
          description: 'The e-mail address or the password is wrong',
          example: { detail: 'The e-mail address or the password is wrong.' },
        },
        403: {
          description: 'Only addresses of certain domains may sign in, and this one is of another',
          example: {
            detail:
              'Only company addresses may sign in here. Sign in with the account of your company.',
          },
        },
      },
      handler: async ({ body, req }) => sessionReply(200, await service.login(body, originOf(req))),
    }),
    defineRoute({
      method: 'post',
      path: '/auth/refresh',
      idempotency: { needless: 'a repeat within 10 s gets the same successor' },
      summary: 'Exchange a refresh token for a new pair of tokens',
      description: 'A refresh token works once; the answer holds its successor.',
      tags,
      auth: 'none',
      body: refreshSchema,
      responses: {
        200: { description: 'The new tokens', schema: sessionSchema },
        401: {
          description: 'The refresh token is unknown, expired, used or revoked',
          example: { detail: 'Could not validate credentials' },
        },
      },
      handler: async ({ body, req }) =>
        sessionReply(200, await service.refresh(body.refresh_token, originOf(req))),
    }),
    defineRoute({
      method: 'post',
      path: '/auth/logout',
      idempotency: { needless: 'what is revoked stays so' },
      summary: 'End the session a refresh token belongs to',
      tags,
      auth: 'none',
      body: refreshSchema,
      responses: { 204: { description: 'The session is over' } },
      handler: async ({ body, req }) => {
        await service.logout(body.refresh_token, originOf(req));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/auth/me',
      summary: 'The signed-in user',
      tags,
      auth: 'bearer',
      allow: 'account.read',
      responses: {
        200: {
          description: 'Who the access token belongs to, and what they may',
          schema: meSchema,
        },
      },
      handler: async ({ scope }) => ({ status: 200, body: await service.me(scope) }),
    }),
  ];
}
