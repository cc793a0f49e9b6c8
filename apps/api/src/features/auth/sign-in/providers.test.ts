import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startOpenIdProvider, type TestOpenIdProvider } from '@memo/testing/openid';
import { createGoogleProvider } from './google-provider.ts';
import { createMicrosoftProvider } from './microsoft-provider.ts';

const redirectUri = 'http://127.0.0.1/callback';
const timeoutMs = 100;
const unavailable = { kind: 'unavailable', code: 'provider_unavailable' };
const jo = { sub: 'jo', email: 'jo@example.com', email_verified: true };

let server: TestOpenIdProvider;

beforeAll(async () => {
  server = await startOpenIdProvider({ redirectUri, path: '/contoso/v2.0' });
});

afterAll(() => server.close());

const microsoft = (clientSecret = server.clientSecret) =>
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

// At an address of another origin than the issuer's path, as Google's endpoints are.
const google = (clientSecret = server.clientSecret) =>
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

const newSession = () => ({ state: 'the state', nonce: 'the nonce' });

async function answerTo(address: string) {
  const back = await server.signIn(address, jo);
  return {
    code: back.searchParams.get('code') ?? '',
    state: back.searchParams.get('state') ?? '',
    iss: back.searchParams.get('iss') ?? '',
  };
}

it('Microsoft that never answers is given up, and asked again by the next', async () => {
  const provider = microsoft();
  server.goDown('silent');
  await expect(provider.begin(newSession())).rejects.toMatchObject(unavailable);
  server.comeBack();
  expect(await provider.begin(newSession())).toContain(server.authorizationUrl);
});

it.each([
  ['Microsoft', microsoft],
  ['Google', google],
])('%s that stops answering at the callback is given up', async (_label, create) => {
  const provider = create();
  const session = newSession();
  const answer = await answerTo(await provider.begin(session));
  server.goDown('silent');
  await expect(provider.complete(answer, session)).rejects.toMatchObject(unavailable);
  server.comeBack();
});

it.each([
  ['Microsoft', microsoft],
  ['Google', google],
])("%s that refuses this server's secret is our mistake", async (_label, create) => {
  const provider = create('a wrong secret');
  const session = newSession();
  const answer = await answerTo(await provider.begin(session));
  await expect(provider.complete(answer, session)).rejects.toMatchObject({ kind: 'misconfigured' });
});

it('an ID token of another issuer is refused', async () => {
  // Its issuer has a path here, which Google's has not.
  const provider = google();
  const session = newSession();
  const answer = await answerTo(await provider.begin(session));
  await expect(provider.complete(answer, session)).rejects.toMatchObject({
    code: 'sign_in_failed',
    cause: { message: 'The ID token has another issuer' },
  });
});

it('many who come first wait for one reading of what Microsoft says of itself', async () => {
  const provider = microsoft();
  const addresses = await Promise.all([1, 2, 3].map(() => provider.begin(newSession())));
  expect(new Set(addresses.map((address) => new URL(address).pathname)).size).toBe(1);
});
