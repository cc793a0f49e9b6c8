import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  auth,
  deepLink,
  providerUser,
  startSignIn,
  type SignInFixture,
} from '../../../../test/sign-in-fixture.ts';

let fixture: SignInFixture;

beforeAll(async () => {
  fixture = await startSignIn();
});

afterAll(() => fixture.close());

/** The callback in a browser with these cookies. */
const callback = (back: URL, cookie = '') =>
  fixture.api
    .get(`${auth}/google/callback`)
    .query(Object.fromEntries(back.searchParams))
    .set('cookie', cookie);

const exchange = (body: object, cookie = '') =>
  fixture.api.post(`${auth}/exchange`).set('cookie', cookie).send(body);

async function codeFor(challenge?: string): Promise<string> {
  const given = challenge === undefined ? {} : { code_challenge: challenge };
  const address = await fixture.begin('google', deepLink, given);
  const back = await fixture.providers.google.signIn(address, providerUser());
  const answer = await callback(back).expect(302);
  return new URL(answer.headers.location ?? '').searchParams.get('code') ?? '';
}

const elsewhere = /^This sign-in began in another browser or app\./;

describe('a sign-in', () => {
  it('begins with a cookie of this host alone, one for all tabs of a browser', async () => {
    const begin = (cookie = '') => fixture.api.get(`${auth}/google/login`).set('cookie', cookie);
    const [cookie = ''] = (await begin().expect(200)).get('Set-Cookie') ?? [];
    expect(cookie).toMatch(
      /^__Host-memo-sign-in=[\w-]{43}; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/,
    );
    const [pair = ''] = cookie.split(';');
    const [again = ''] = (await begin(`other=1; ${pair}`).expect(200)).get('Set-Cookie') ?? [];
    expect(again).toBe(cookie);
  });

  it.each(['', `__Host-memo-sign-in=${randomBytes(32).toString('base64url')}`])(
    'ends in no browser that did not begin it: with the cookie %p',
    async (cookie) => {
      const back = await fixture.visit('google', providerUser());
      const answer = await callback(back, cookie).expect(400);
      expect((answer.body as { detail: string }).detail).toMatch(elsewhere);
      expect(answer.get('Set-Cookie')).toBeUndefined();
    },
  );

  it('with a redirect gives its session to no app that did not begin it', async () => {
    const answer = await exchange({ code: await codeFor() }).expect(400);
    expect((answer.body as { detail: string }).detail).toMatch(elsewhere);
  });

  it('with a challenge gives its session to who has the verifier, cookie or not', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    await exchange({ code: await codeFor(challenge), code_verifier: verifier }).expect(200);
    await exchange({ code: await codeFor(challenge) }).expect(400);
    const wrong = randomBytes(32).toString('base64url');
    await exchange({ code: await codeFor(challenge), code_verifier: wrong }).expect(400);
    await fixture.exchange(await codeFor(challenge)).expect(400);
  });

  it.each(['short', 'x'.repeat(44), 'a'.repeat(42) + '+'])(
    'takes no challenge that is none: %p',
    async (challenge) => {
      await fixture.api
        .get(`${auth}/google/login`)
        .query({ redirect: deepLink, code_challenge: challenge })
        .expect(422);
    },
  );
});
