import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startOpenIdProvider, type TestOpenIdProvider } from '@memo/testing/openid';
import { createGoogleProvider } from './google-provider.ts';
import { createMicrosoftProvider } from './microsoft-provider.ts';
import type { SignInProvider } from './provider.ts';

const redirectUri = 'http://127.0.0.1/callback';
const timeoutMs = 100;
const unavailable = { kind: 'unavailable', code: 'provider_unavailable' };
const jo = { sub: 'jo', email: 'jo@example.com', email_verified: true };

type Create = (server: TestOpenIdProvider, clientSecret?: string) => SignInProvider;

let atMicrosoft: TestOpenIdProvider;
let atGoogle: TestOpenIdProvider;

beforeAll(async () => {
  atMicrosoft = await startOpenIdProvider({ redirectUri, path: '/contoso/v2.0' });
  atGoogle = await startOpenIdProvider({ redirectUri });
});

afterAll(() => Promise.all([atMicrosoft.close(), atGoogle.close()]));

const microsoft: Create = (server, clientSecret = server.clientSecret) =>
  createMicrosoftProvider(
    {
      clientId: server.clientId,
      clientSecret,
      redirectUri,
      tenant: 'contoso',
      authority: `${server.origin}/`,
    },
    timeoutMs,
  );

const google: Create = (server, clientSecret = server.clientSecret) =>
  createGoogleProvider(
    {
      clientId: server.clientId,
      clientSecret,
      redirectUri,
      authorizationUrl: server.authorizationUrl,
      tokenUrl: server.tokenUrl,
      userinfoUrl: server.userinfoUrl,
    },
    timeoutMs,
  );

const newSession = () => ({ state: 'the state', nonce: 'the nonce', verifier: 'v'.repeat(43) });

async function answerTo(server: TestOpenIdProvider, address: string) {
  const back = await server.signIn(address, jo);
  return {
    code: back.searchParams.get('code') ?? '',
    state: back.searchParams.get('state') ?? '',
    iss: back.searchParams.get('iss') ?? '',
  };
}

it('Microsoft that never answers is given up, and asked again by the next', async () => {
  const provider = microsoft(atMicrosoft);
  atMicrosoft.goDown('silent');
  await expect(provider.begin(newSession())).rejects.toMatchObject(unavailable);
  atMicrosoft.comeBack();
  expect(await provider.begin(newSession())).toContain(atMicrosoft.authorizationUrl);
});

it.each([
  ['Microsoft', microsoft, () => atMicrosoft],
  ['Google', google, () => atGoogle],
])('%s that stops answering at the callback is given up', async (_label, create, at) => {
  const server = at();
  const provider = create(server);
  const session = newSession();
  const answer = await answerTo(server, await provider.begin(session));
  server.goDown('silent');
  await expect(provider.complete(answer, session)).rejects.toMatchObject(unavailable);
  server.comeBack();
});

it.each([
  ['Microsoft', microsoft, () => atMicrosoft],
  ['Google', google, () => atGoogle],
])("%s that refuses this server's secret is our mistake", async (_label, create, at) => {
  const server = at();
  const provider = create(server, 'a wrong secret');
  const session = newSession();
  const answer = await answerTo(server, await provider.begin(session));
  await expect(provider.complete(answer, session)).rejects.toMatchObject({ kind: 'misconfigured' });
});

it('Google answers of another issuer are refused, whether the address says so or the ID token alone', async () => {
  // This issuer has a path, which Google's has not.
  const provider = google(atMicrosoft);
  const session = newSession();
  const answer = await answerTo(atMicrosoft, await provider.begin(session));
  const refusal = { kind: 'invalid_input', code: 'sign_in_failed' };
  await expect(provider.complete(answer, session)).rejects.toMatchObject(refusal);
  const { code, state } = answer;
  await expect(provider.complete({ code, state }, session)).rejects.toMatchObject({
    ...refusal,
    cause: { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
  });
});

it('many who come first wait for one reading of what Microsoft says of itself', async () => {
  const provider = microsoft(atMicrosoft);
  const addresses = await Promise.all([1, 2, 3].map(() => provider.begin(newSession())));
  expect(new Set(addresses.map((address) => new URL(address).pathname)).size).toBe(1);
});
