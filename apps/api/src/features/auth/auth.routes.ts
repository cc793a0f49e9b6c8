import { originOf } from '../../http/origin.ts';
import { defineRoute, type Reply, type Route } from '../../http/route.ts';
import { whenGone } from '../../http/when-gone.ts';
import {
  addressTaken,
  busy,
  notAdmitted,
  notWaitedFor,
  registrationClosed,
  wrongPassword,
} from './auth.examples.ts';
import {
  loginSchema,
  meSchema,
  refreshSchema,
  registerSchema,
  sessionParams,
  sessionReply,
  sessionSchema,
  sessionsSchema,
} from './auth.schemas.ts';
import type { AuthService, MarkedSession } from './auth.service.ts';
import { deviceCookie, deviceOf } from './device.ts';

const tags = ['Authentication'];

const markedReply = (status: 200 | 201, { session, mark }: MarkedSession): Reply =>
  sessionReply(status, session, { 'Set-Cookie': deviceCookie(mark) });

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
        403: registrationClosed,
        409: addressTaken,
        503: busy,
      },
      handler: async ({ body, req, res }) =>
        markedReply(201, await service.register(body, deviceOf(req), whenGone(res, notWaitedFor))),
    }),
    defineRoute({
      method: 'post',
      path: '/auth/login',
      idempotency: { needless: 'a session more is no harm' },
      summary: 'Sign in with an e-mail address and a password',
      description: `Counted by account and address. After ten wrong passwords in an hour an account takes one try a minute; a
device somebody has signed in to it with is not held up: it is known by its address, or by the cookie it got.`,
      tags,
      auth: 'none',
      sharesAddress: true,
      body: loginSchema,
      responses: {
        200: { description: 'Signed in', schema: sessionSchema },
        401: wrongPassword,
        403: notAdmitted,
        503: busy,
      },
      handler: async ({ body, req, res, count }) => {
        const gone = whenGone(res, notWaitedFor);
        return markedReply(200, await service.login(body, deviceOf(req), { count, gone }));
      },
    }),
    defineRoute({
      method: 'post',
      path: '/auth/refresh',
      contract: true,
      idempotency: { needless: 'a repeat within 10 s gets the same successor' },
      summary: 'Exchange a refresh token for a new pair of tokens',
      description:
        'A refresh token works once; the answer holds its successor. Counted by session, so that an office behind one address is not held up.',
      tags,
      auth: 'none',
      sharesAddress: true,
      body: refreshSchema,
      responses: {
        200: { description: 'The new tokens', schema: sessionSchema },
        401: {
          description: 'The refresh token is unknown, expired, used or revoked',
          example: { detail: 'Could not validate credentials' },
        },
      },
      handler: async ({ body, req, count }) =>
        sessionReply(200, await service.refresh(body.refresh_token, deviceOf(req), count)),
    }),
    defineRoute({
      method: 'post',
      path: '/auth/logout',
      idempotency: { needless: 'what is revoked stays so' },
      summary: 'End the session a refresh token belongs to',
      description: 'Its access tokens end with it.',
      tags,
      auth: 'none',
      sharesAddress: true,
      body: refreshSchema,
      responses: { 204: { description: 'The session is over' } },
      handler: async ({ body, req }) => {
        await service.logout(body.refresh_token, originOf(req));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/auth/sessions',
      summary: 'Where one is signed in',
      description: 'The open sessions of the caller, the last used first; 200 at most.',
      tags,
      auth: 'bearer',
      allow: 'account.read',
      responses: { 200: { description: 'The sessions', schema: sessionsSchema } },
      handler: async ({ scope }) => ({
        status: 200,
        headers: { 'Cache-Control': 'no-store' },
        body: { sessions: await service.listSessions(scope) },
      }),
    }),
    defineRoute({
      method: 'delete',
      path: '/auth/sessions/:session_id',
      summary: 'End a session of one’s own',
      description: 'Its refresh token and its access tokens are worth nothing from now on.',
      tags,
      auth: 'bearer',
      allow: 'account.change',
      params: sessionParams,
      responses: {
        204: { description: 'The session is over' },
        404: {
          description: 'It is none of the caller’s, or over already',
          example: { detail: 'You have no such session, or it is over already.' },
        },
      },
      handler: async ({ scope, params }) => {
        await service.endSession(scope, params.session_id);
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/auth/me',
      contract: true,
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
