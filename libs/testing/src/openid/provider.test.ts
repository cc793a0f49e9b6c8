import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startOpenIdProvider, type TestOpenIdProvider } from './index.ts';

const redirectUri = 'http://127.0.0.1/callback';
const jo = { sub: 'jo', email: 'jo@example.com', email_verified: true, name: 'Jo', xms_edov: 1 };

let provider: TestOpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider({ redirectUri, path: '/tenant/v2.0' });
});

afterAll(() => provider.close());

async function signIn(): Promise<Record<string, unknown>> {
  const verifier = randomBytes(32).toString('base64url');
  const address = new URL(provider.authorizationUrl);
  address.search = new URLSearchParams({
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    nonce: 'the nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const back = await provider.signIn(address.href, jo);
  const answer = await fetch(provider.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: provider.clientId,
      client_secret: provider.clientSecret,
    }),
  });
  const { id_token } = (await answer.json()) as { id_token: string };
  const payload = Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Record<string, unknown>;
}

it('an OpenID provider says in the ID token what it was told of a person', async () => {
  expect(await signIn()).toMatchObject({ ...jo, iss: provider.issuer, nonce: 'the nonce' });
});

it('an OpenID provider can put a wrong nonce into the ID token', async () => {
  provider.spoilNonce(true);
  expect((await signIn()).nonce).not.toBe('the nonce');
  provider.spoilNonce(false);
});

it('an OpenID provider answers nobody while it is down', async () => {
  provider.goDown();
  await expect(fetch(provider.tokenUrl)).rejects.toThrow('fetch failed');
  provider.goDown('failing');
  expect((await fetch(provider.tokenUrl)).status).toBe(500);
  provider.comeBack();
  const discovery = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
  expect(await discovery.json()).toMatchObject({ issuer: provider.issuer });
});
