import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { User } from '@memo/entities';
import { auditRows } from '../../../../test/audit-rows.ts';
import type { Session } from '../../../../test/person.ts';
import {
  auth,
  deepLink,
  providerUser,
  startSignIn,
  type Provider,
  type SignInFixture,
} from '../../../../test/sign-in-fixture.ts';

let fixture: SignInFixture;

beforeAll(async () => {
  fixture = await startSignIn();
});

afterAll(() => fixture.close());

const exchange = (code: string) => fixture.exchange(code);

/** Where the callback sends the browser. */
async function redirected(provider: Provider, back: URL): Promise<URL> {
  const answer = await fixture.callback(provider, back).expect(302);
  expect(answer.headers['cache-control']).toBe('no-store');
  return new URL(answer.headers.location ?? '');
}

async function oneTimeCode(provider: Provider, who = providerUser()): Promise<string> {
  const to = await redirected(provider, await fixture.visit(provider, who, deepLink));
  return to.searchParams.get('code') ?? '';
}

describe.each<Provider>(['microsoft', 'google'])('a redirect after %s', (provider) => {
  it('carries a code that gives the session once', async () => {
    const ada = providerUser();
    const code = await oneTimeCode(provider, ada);
    const answer = await exchange(code).expect(200);
    const { user, access_token } = answer.body as Session;
    expect(user.email).toBe(ada.email);
    const who = await fixture.api
      .get(`${auth}/me`)
      .set('authorization', `Bearer ${access_token}`)
      .expect(200);
    expect(who.body).toMatchObject(user);
    await exchange(code).expect(400, {
      detail: 'This code is unknown, used or older than a minute. Start the sign-in again.',
    });
  });

  it('carries nothing but the code', async () => {
    const to = await redirected(provider, await fixture.visit(provider, providerUser(), deepLink));
    expect(to.href).toMatch(/^memo:\/\/signed-in\?code=[\w-]{43}$/);
  });

  it('keeps the query of the address', async () => {
    const address = 'https://app.example.com/welcome?from=memo';
    const to = await redirected(provider, await fixture.visit(provider, providerUser(), address));
    expect(to.href).toMatch(/^https:\/\/app\.example\.com\/welcome\?from=memo&code=[\w-]{43}$/);
  });

  it('carries an error when the person says no', async () => {
    const back = await fixture.providers[provider].deny(await fixture.begin(provider, deepLink));
    expect((await redirected(provider, back)).href).toBe(`${deepLink}?error=access_denied`);
  });

  it('carries an error when the address is not verified', async () => {
    const back = await fixture.visit(provider, providerUser({ email_verified: false }), deepLink);
    expect((await redirected(provider, back)).href).toBe(`${deepLink}?error=email_not_verified`);
  });

  it('carries an error when the provider is down', async () => {
    const back = await fixture.visit(provider, providerUser(), deepLink);
    fixture.providers[provider].goDown();
    const to = await redirected(provider, back);
    fixture.providers[provider].comeBack();
    expect(to.href).toBe(`${deepLink}?error=provider_unavailable`);
  });

  it.each([
    'memo://signed-in/',
    'memo://signed-in?x=1',
    'MEMO://signed-in',
    'https://app.example.com/welcome',
    'https://evil.example.com',
  ])('goes nowhere but to an address on the list: not %p', async (redirect) => {
    const answer = await fixture.api
      .get(`${auth}/${provider}/login`)
      .query({ redirect })
      .expect(422);
    expect(answer.body).toMatchObject({
      detail: [
        {
          loc: ['query', 'redirect'],
          msg: 'must be exactly one of the addresses this server may send people back to',
        },
      ],
    });
  });
});

describe('a one-time code', () => {
  it('gives one session however many ask at once', async () => {
    const code = await oneTimeCode('google');
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is kept for a minute, as a hash', async () => {
    await fixture.redis.client.flushall();
    const code = await oneTimeCode('google');
    const [key = ''] = await fixture.redis.client.keys('sign-in:grant:*');
    expect(key).not.toContain(code);
    const left = await fixture.redis.client.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
  });

  it('is worth nothing when its value in Redis was planted, altered, moved or written back later', async () => {
    const { client } = fixture.redis;
    const keyOf = (code: string) =>
      `sign-in:grant:${createHash('sha256').update(code).digest('hex')}`;
    const genuine = async () => {
      await client.flushall();
      const code = await oneTimeCode('google');
      return { code, kept: (await client.get(keyOf(code))) ?? '' };
    };
    const refused = async (code: string, value: string) => {
      await client.set(keyOf(code), value);
      await exchange(code).expect(400);
    };
    await refused('planted', JSON.stringify({ userId: 1, tokenVersion: 0 }));
    await refused('planted', `.${JSON.stringify({ value: { userId: 1, tokenVersion: 0 } })}`);
    const { code, kept } = await genuine();
    await refused(code, kept.replace(/"userId":\d+/, '"userId":1'));
    await refused('moved', kept);
    const late = kept.replace(/"until":\d+/, `"until":${Date.now() + 9e6}`);
    await refused(code, late);
    // As it was, it is worth a session.
    await client.set(keyOf(code), kept);
    await exchange(code).expect(200);
  });

  it('is worth nothing once the account is deactivated, or its tokens were ended', async () => {
    const { manager } = fixture.dataSource;
    for (const change of [{ isActive: false }, { tokenVersion: 7 }]) {
      const ada = providerUser();
      const code = await oneTimeCode('google', ada);
      await manager.update(User, { email: ada.email }, change);
      await exchange(code).expect(401);
    }
  });

  it('is recorded as a sign-in when it is exchanged, not before', async () => {
    const ada = providerUser();
    const code = await oneTimeCode('google', ada);
    const { id } = await fixture.dataSource.manager.findOneByOrFail(User, { email: ada.email });
    const actions = async () => {
      const events = await auditRows(fixture.dataSource, { userId: id });
      return events.map(({ action, details }) => [action, details.by ?? details.provider]);
    };
    expect(await actions()).toEqual([['user.registered', 'google']]);
    await exchange(code).expect(200);
    expect(await actions()).toEqual([
      ['user.registered', 'google'],
      ['user.signed_in', 'exchange'],
    ]);
  });

  it.each([{}, { code: '' }, { code: 7 }, { code: 'x', redirect: 'y' }, { code: '\0' }])(
    'is 422 in another form: %p',
    async (body) => {
      await fixture.api.post(`${auth}/exchange`).send(body).expect(422);
    },
  );
});

it('a sign-in with a redirect leaves nothing secret in the log', async () => {
  const ada = providerUser();
  const secrets: string[] = [];
  for (const provider of ['microsoft', 'google'] as const) {
    const address = await fixture.begin(provider, deepLink);
    const back = await fixture.providers[provider].signIn(address, ada);
    const code = (await redirected(provider, back)).searchParams.get('code') ?? '';
    const answer = await exchange(code).expect(200);
    const { access_token, refresh_token } = answer.body as Session;
    const asked = new URL(address).searchParams;
    secrets.push(
      ...['state', 'nonce', 'code_challenge'].map((name) => asked.get(name) ?? ''),
      back.searchParams.get('code') ?? '',
      fixture.providers[provider].clientSecret,
      code,
      access_token,
      refresh_token,
    );
    // Failures are where secrets slip out.
    await fixture.callback(provider, back).expect(400);
    await exchange(code).expect(400);
    const broken = await fixture.visit(provider, ada);
    secrets.push(broken.searchParams.get('code') ?? '');
    fixture.providers[provider].goDown('failing');
    await fixture.callback(provider, broken).expect(503);
    fixture.providers[provider].comeBack();
  }
  const log = JSON.stringify(fixture.logLines);
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  expect(log).not.toContain(ada.email);
});
