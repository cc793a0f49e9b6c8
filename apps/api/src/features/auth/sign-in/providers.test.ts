import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startOpenIdProvider, type Spoiling, type TestOpenIdProvider } from '@memo/testing/openid';
import { createGoogleProvider } from './google-provider.ts';
import { createMicrosoftProvider } from './microsoft-provider.ts';
import type { SignInProvider } from './provider.ts';

const redirectUri = 'http://127.0.0.1/callback';
const timeoutMs = 100;
const notConfirmed = { kind: 'invalid_input', code: 'sign_in_failed' };
const unavailable = { kind: 'unavailable', code: 'provider_unavailable' };
const jo = { sub: 'jo', email: 'jo@example.com', email_verified: true };

type Body = NonNullable<Spoiling['body']>;
type Create = (server: TestOpenIdProvider, clientSecret?: string) => SignInProvider;

let atMicrosoft: TestOpenIdProvider;
let atGoogle: TestOpenIdProvider;

beforeAll(async () => {
  atMicrosoft = await startOpenIdProvider({ redirectUri, path: '/contoso/v2.0' });
  atGoogle = await startOpenIdProvider({ redirectUri });
});

afterEach(() => {
  for (const server of [atMicrosoft, atGoogle]) server.spoil(null);
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
  await expect(provider.complete(answer, session)).rejects.toMatchObject(notConfirmed);
  const { code, state } = answer;
  await expect(provider.complete({ code, state }, session)).rejects.toMatchObject({
    ...notConfirmed,
    cause: { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
  });
});

/** A token endpoint's answer whose ID token claims this instead. Its signature is then wrong, which nobody looks at. */
const claiming =
  (claims: Record<string, unknown>): Body =>
  (truth) => {
    const [header, payload = '', signature] = String(truth.id_token).split('.');
    const told = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...told, ...claims })).toString('base64url');
    return { ...truth, id_token: [header, changed, signature].join('.') };
  };

/** What a sign-in fails with at a provider that answers so. */
async function failureOf(create: Create, server: TestOpenIdProvider, spoiling: Spoiling) {
  const provider = create(server);
  const session = newSession();
  const answer = await answerTo(server, await provider.begin(session));
  server.spoil(spoiling);
  return provider.complete(answer, session).then(
    () => Promise.reject(new Error('the sign-in was completed')),
    (error: unknown) => error,
  );
}

describe.each([
  ['Microsoft', microsoft, () => atMicrosoft],
  ['Google', google, () => atGoogle],
])('a sign-in with %s is not confirmed', (_label, create, at) => {
  it.each<[string, Body, object]>([
    [
      'is for another client',
      claiming({ aud: 'another' }),
      { code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
    ],
    [
      'has expired',
      claiming({ exp: Math.floor(Date.now() / 1_000) - 60 }),
      { code: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' },
    ],
    [
      'is missing',
      (truth) => ({ ...truth, id_token: undefined }),
      { code: 'OAUTH_INVALID_RESPONSE' },
    ],
  ])('by an ID token that %s', async (_what, body, cause) => {
    const failure = await failureOf(create, at(), { at: 'token', body });
    expect(failure).toMatchObject({ ...notConfirmed, cause });
  });

  it('by a token endpoint that refuses in other words than those of OAuth', async () => {
    const refusal: Spoiling = { at: 'token', status: 400, body: () => '<html>No.</html>' };
    expect(await failureOf(create, at(), refusal)).toMatchObject(notConfirmed);
  });
});

describe('a sign-in with Google', () => {
  const bearer = { 'www-authenticate': 'Bearer error="invalid_token"' };
  const basic = { 'www-authenticate': 'Basic realm="clients"' };

  it('is not confirmed when the userinfo address tells of another person', async () => {
    const foreign: Spoiling = { at: 'userinfo', body: (truth) => ({ ...truth, sub: 'eve' }) };
    expect(await failureOf(google, atGoogle, foreign)).toMatchObject({
      ...notConfirmed,
      cause: { code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' },
    });
  });

  it.each<[string, object, Spoiling]>([
    [
      'not confirmed when its token is refused',
      notConfirmed,
      { at: 'userinfo', status: 401, headers: bearer },
    ],
    ['not confirmed when userinfo is forbidden', notConfirmed, { at: 'userinfo', status: 403 }],
    ['to be tried later when there were too many', unavailable, { at: 'userinfo', status: 429 }],
    [
      'to be tried later when Google fails',
      unavailable,
      { at: 'userinfo', status: 503, headers: bearer },
    ],
    [
      'our mistake when the client is asked who it is',
      { kind: 'misconfigured' },
      { at: 'token', status: 401, headers: basic },
    ],
  ])('is %s', async (_what, expected, spoiling) => {
    expect(await failureOf(google, atGoogle, spoiling)).toMatchObject(expected);
  });
});

it('many who come first wait for one reading of what Microsoft says of itself', async () => {
  const provider = microsoft(atMicrosoft);
  const addresses = await Promise.all([1, 2, 3].map(() => provider.begin(newSession())));
  expect(new Set(addresses.map((address) => new URL(address).pathname)).size).toBe(1);
});
