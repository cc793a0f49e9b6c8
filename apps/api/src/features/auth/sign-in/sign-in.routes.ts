import { defineRoute, type Route } from '../../../http/route.ts';
import { sessionReply, sessionSchema } from '../auth.schemas.ts';
import { deviceOf } from '../device.ts';
import { providerLabels, type ProviderName } from './provider.ts';
import { callbackQuery, exchangeSchema, loginQuery, signInStartSchema } from './sign-in.schemas.ts';
import { newSecret, secretCookie, secretOf } from './beginner.ts';
import type { SignInService } from './sign-in.service.ts';

const tags = ['Authentication'];

/** @param redirectUrls the only addresses a sign-in may lead back to. */
export function createSignInRoutes(
  service: SignInService,
  redirectUrls: readonly string[],
): Route[] {
  return [
    ...providerRoutes('microsoft', service, redirectUrls),
    ...providerRoutes('google', service, redirectUrls),
    defineRoute({
      method: 'post',
      path: '/auth/exchange',
      idempotency: { needless: 'a code works once' },
      summary: 'Fetch the session of a sign-in that ended with a redirect',
      description:
        'The `code` the redirect carried works once, for 60 seconds, for the app or browser that began the sign-in: it sends the `code_verifier` of its challenge, or the cookie of login. Tokens are never part of an address.',
      tags,
      auth: 'none',
      sharesAddress: true,
      body: exchangeSchema,
      responses: {
        200: { description: 'Signed in', schema: sessionSchema },
        400: {
          description: 'The code is unknown, used or expired, or another app began the sign-in',
          example: {
            detail: 'This code is unknown, used or older than a minute. Start the sign-in again.',
          },
        },
        401: {
          description: 'The account was deactivated in the meantime',
          example: { detail: 'Could not validate credentials' },
        },
        404: {
          description: 'No provider is on, so there are no codes',
          example: {
            detail:
              'This server offers no sign-in that ends with a code. Sign in with an address and a password.',
          },
        },
      },
      handler: async ({ body, req }) => {
        const proof = { secret: secretOf(req), verifier: body.code_verifier ?? null };
        return sessionReply(200, await service.exchange(body.code, proof, deviceOf(req)));
      },
    }),
  ];
}

function providerRoutes(
  provider: ProviderName,
  service: SignInService,
  redirectUrls: readonly string[],
): Route[] {
  const label = providerLabels[provider];
  const off = {
    description: `Sign-in with ${label} is off`,
    example: {
      detail: `This server does not offer sign-in with ${label}. Sign in another way.`,
    },
  };
  return [
    defineRoute({
      method: 'get',
      path: `/auth/${provider}/login`,
      contract: true,
      summary: `Begin to sign in with ${label}`,
      description: `Open \`auth_url\` in a browser within ten minutes. ${label} sends it back to the callback. Whoever begins must
finish: the answer sets the cookie \`__Host-memo-sign-in\`, which is due at the callback, and with a \`redirect\` at
\`/auth/exchange\`, unless that began with a \`code_challenge\`.`,
      tags,
      auth: 'none',
      sharesAddress: true,
      query: loginQuery(redirectUrls),
      responses: {
        200: { description: 'Where to go', schema: signInStartSchema },
        404: off,
      },
      handler: async ({ query, req }) => {
        const secret = secretOf(req) ?? newSecret();
        const { redirect, code_challenge: challenge } = query;
        const address = await service.begin(provider, { redirect, challenge, secret });
        const cookie = secretCookie(secret);
        return {
          status: 200,
          headers: { 'Cache-Control': 'no-store', 'Set-Cookie': cookie },
          body: { auth_url: address },
        };
      },
    }),
    defineRoute({
      method: 'get',
      path: `/auth/${provider}/callback`,
      contract: true,
      summary: `Finish signing in with ${label}`,
      description: `Where ${label} sends the browser. Without a \`redirect\` at login it answers with the session.
With one it redirects there, with \`code\` for \`/auth/exchange\`, or with \`error\`: \`access_denied\`,
\`email_missing\`, \`email_not_verified\`, \`domain_not_allowed\`, \`account_deactivated\`, \`sign_in_failed\`,
\`provider_unavailable\`, \`unavailable\` or \`server_error\`.`,
      tags,
      auth: 'none',
      sharesAddress: true,
      query: callbackQuery,
      responses: {
        200: { description: 'Signed in', schema: sessionSchema },
        302: { description: 'On to the `redirect` given at login' },
        400: {
          description: `The state is not one to go on with, another browser began the sign-in, or ${label} did not confirm it`,
          example: {
            detail: `This sign-in is unknown, finished or older than ten minutes. Start again at /auth/${provider}/login.`,
          },
        },
        403: {
          description:
            'The person declined, or their address is not proven or not admitted, or the account is deactivated',
          example: {
            detail: `${label} does not confirm that this e-mail address is yours. Verify it there, or sign in with another account.`,
          },
        },
        404: off,
      },
      handler: async ({ query, req }) => {
        const outcome = await service.finish(provider, query, secretOf(req), deviceOf(req));
        if ('session' in outcome) return sessionReply(200, outcome.session);
        const headers = { Location: outcome.redirect, 'Cache-Control': 'no-store' };
        return { status: 302, headers };
      },
    }),
  ];
}
