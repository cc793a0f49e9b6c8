import { createSigner } from '@memo/access';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity } from '@memo/entities';
import { waitFor } from '@memo/testing';
import { auditRows } from '../../../test/audit-rows.ts';
import { jwtSecret, startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { password, slowHash } from '../../../test/person.ts';

const auth = '/api/v1/mobile/auth';

let fixture: ApiFixture;
let addresses = 0;

beforeAll(async () => {
  fixture = await startApi({ TRUST_PROXY: '1', RATE_LIMIT_AUTH_PER_MINUTE: '10' });
  await waitFor('Redis', async () => (await login('nobody@example.com', 'x')).status === 401);
});

afterAll(() => fixture.close());

const newAddress = () => `198.51.100.${(addresses += 1)}`;

const login = (email: string, tried: string, from = newAddress(), cookie = '') =>
  fixture.api
    .post(`${auth}/login`)
    .set('x-forwarded-for', from)
    .set('cookie', cookie)
    .send({ email, password: tried });

const signer = createSigner(jwtSecret, 'memo rate limits');

const counterOf = (email: string) => `rate-limit:guess:${signer.sign(email)}`;

/** As if so many wrong ones had been tried: each costs processor time. */
const alreadyGuessed = (email: string, times: number) =>
  fixture.redis.client.set(counterOf(email), times, 'EX', 3_600);

const warnings = () =>
  fixture.logLines.filter((line) => JSON.stringify(line).includes('guessing the password'));

describe('guessing the password of an account', () => {
  it('is slow after ten, from however many addresses, and told of once', async () => {
    const { user } = await fixture.person();
    const before = warnings().length;
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => login(user.email, 'a guess')),
    );
    const tried = answers.filter(({ status }) => status === 401);
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.length).toBeLessThanOrEqual(11);
    const slowed = answers.find(({ status }) => status === 429);
    expect(Number(slowed?.get('Retry-After'))).toBeGreaterThan(0);
    expect(tried.length + answers.filter(({ status }) => status === 429).length).toBe(40);
    expect(warnings().length - before).toBe(1);
    const told = (await auditRows(fixture.dataSource, {})).filter(
      ({ action, subject }) =>
        action === 'account.passwords_guessed' && subject === String(user.id),
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.userId).toBeNull();
  });

  it('is as slow where there is no account', async () => {
    const email = 'no-account@example.com';
    await alreadyGuessed(email, 10);
    await login(email, 'a guess').expect(401);
    await login(email, 'another').expect(429);
  });

  it('does not lock out a device its owner has signed in with, by address or by cookie', async () => {
    const { user } = await fixture.person();
    const home = '203.0.113.5';
    const signedIn = await login(user.email, password, home).expect(200);
    const [cookie = ''] = signedIn.get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^__Host-memo-device=.*; Path=\/;.* Secure; HttpOnly; SameSite=Lax$/);
    const mark = cookie.slice(0, cookie.indexOf(';'));

    await alreadyGuessed(user.email, 10);
    await login(user.email, 'a guess').expect(401);
    await login(user.email, password).expect(429);
    await login(user.email, password, home).expect(200);
    await login(user.email, password, newAddress(), mark).expect(200);
    await login(user.email, password, newAddress(), `${mark}x`).expect(429);
    const other = await fixture.person();
    await alreadyGuessed(other.user.email, 11);
    await login(other.user.email, 'a guess', newAddress(), mark).expect(401);
    await login(other.user.email, password, newAddress(), mark).expect(429);
  });

  it('is slow after thirty a minute from one address, however many accounts are tried', async () => {
    const from = newAddress();
    await fixture.redis.client.set(`rate-limit:guess-address:${signer.sign(from)}`, 29, 'EX', 60);
    await login('somebody@example.com', 'a guess', from).expect(401);
    await login('somebody-else@example.com', 'a guess', from).expect(429);
    await login('somebody-else@example.com', 'a guess').expect(401);
  });

  it('is held up from an address that a proxy hides, though the owner signed in from there', async () => {
    const untrusted = await startApi({ RATE_LIMIT_AUTH_PER_MINUTE: '100' });
    try {
      const { user } = await untrusted.person();
      const tries = (tried: string) =>
        untrusted.api
          .post(`${auth}/login`)
          .set('x-forwarded-for', '203.0.113.9')
          .send({ email: user.email, password: tried });
      await tries(password).expect(200);
      await untrusted.redis.client.set(counterOf(user.email), 11, 'EX', 3_600);
      await tries('a guess').expect(401);
      await tries('a guess').expect(429);
    } finally {
      await untrusted.close();
    }
  });

  it('does not count a right password', async () => {
    const { user } = await fixture.person();
    for (let times = 0; times < 3; times += 1) await login(user.email, password).expect(200);
    expect(Number(await fixture.redis.client.get(counterOf(user.email)))).toBe(0);
  });

  it('does not count a password that was not checked', async () => {
    const { user } = await fixture.person();
    const slowly = await fixture.person();
    await fixture.dataSource.manager.update(
      Identity,
      { userId: slowly.user.id },
      { passwordHash: slowHash },
    );
    // More than are checked at once, and before it: its turn is seconds away.
    const others = Array.from({ length: 4 }, () => login(slowly.user.email, 'a guess').then());
    const counted = ({ email } = user) => fixture.redis.client.get(counterOf(email));
    await waitFor('those before it', async () => (await counted(slowly.user)) === '4');
    const waiting = login(user.email, 'a guess');
    const left = waiting.then(
      () => 'answered',
      () => 'left',
    );
    await waitFor('the guess to be counted', async () => (await counted()) === '1');
    waiting.abort();
    await waitFor('the count to be taken back', async () => (await counted()) === '0');
    await Promise.all(others);
    expect(await left).not.toBe('answered');
  });

  it('is not helped by a session that was stolen: its address is none the owner is known by', async () => {
    const { user } = await fixture.person();
    const thief = '203.0.113.66';
    const answer = await login(user.email, password, thief).expect(200);
    const { refresh_token } = answer.body as { refresh_token: string };
    const refresh = () =>
      fixture.api.post(`${auth}/refresh`).set('x-forwarded-for', thief).send({ refresh_token });
    await refresh().expect(200);
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE user_id = $1`,
      [user.id],
    );
    await refresh().expect(401);
    await alreadyGuessed(user.email, 11);
    await login(user.email, 'a guess', thief).expect(401);
    await login(user.email, 'a guess', thief).expect(429);
  });
});

describe('an office behind one address', () => {
  const office = '203.0.113.200';

  it('signs in and goes on at the same minute, more people than one may try', async () => {
    const people = await Promise.all(Array.from({ length: 15 }, () => fixture.person()));
    const answers = await Promise.all(
      people.map(({ user }) => login(user.email, password, office)),
    );
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
    const refreshed = await Promise.all(
      people.map(({ refresh_token }) =>
        fixture.api.post(`${auth}/refresh`).set('x-forwarded-for', office).send({ refresh_token }),
      ),
    );
    expect(refreshed.map(({ status }) => status)).toEqual(people.map(() => 200));
  });

  it('is held up in what it tries of tokens that are none', async () => {
    const statuses = [];
    for (let times = 0; times < 11; times += 1) {
      const answer = await fixture.api
        .post(`${auth}/refresh`)
        .set('x-forwarded-for', '203.0.113.201')
        .send({ refresh_token: `made up ${times}` });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  });
});
