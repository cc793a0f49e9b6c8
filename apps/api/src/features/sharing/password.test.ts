import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashShareToken } from '@memo/access';
import { createRedis, untilConnected } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { jwtSecret } from '../../../test/api-fixture.ts';
import { auditRows } from '../../../test/audit-rows.ts';
import { createRateLimits } from '../../http/rate-limits.ts';
import {
  everything,
  startSharing,
  type MadeLink,
  type SharingFixture,
} from './test/sharing-fixture.ts';

let fixture: SharingFixture;
let meetingId: string;

const password = 'correct horse battery';

beforeAll(async () => {
  // So that each test may come from an address of its own.
  fixture = await startSharing({ TRUST_PROXY: '1' });
  meetingId = await fixture.addMeeting();
});
afterAll(() => fixture.close());

const protectedLink = () => fixture.link(meetingId, { scope: everything, password });

let addresses = 0;
const newAddress = (): string => `203.0.113.${(addresses += 1)}`;

const give = ({ url }: MadeLink, given: string, from = newAddress()) =>
  fixture.api
    .post(new URL(url).pathname)
    .set('x-forwarded-for', from)
    .type('form')
    .send({ password: given });

/** The cookie that opens the link, as a browser sends it back. */
async function cookieOf(link: MadeLink): Promise<string> {
  const answer = await give(link, password).expect(303);
  return answer.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
}

const visit = ({ url }: MadeLink, cookie = '', end = '') =>
  fixture.api.get(new URL(url).pathname + end).set('cookie', cookie);

describe('a link with a password', () => {
  it('shows a form that is sent to its own address, and may be sent nowhere else', async () => {
    const answer = await visit(await protectedLink()).expect(200);
    expect(answer.text).toMatch(/<form method="post">.*type="password"/s);
    expect(answer.text).not.toContain('Quarterly plan');
    expect(answer.get('Content-Security-Policy')).toMatch(/form-action 'self'; frame-ancestors/);
    expect(answer.get('Content-Security-Policy')).not.toContain('media-src');
  });

  it('opens with it, for an hour, by a cookie that no script reads and no other site sends', async () => {
    const link = await protectedLink();
    const answer = await give(link, password).expect(303);
    expect(answer.get('Location')).toBe(new URL(link.url).pathname);
    const cookie = answer.get('Set-Cookie')?.[0] ?? '';
    expect(cookie).toMatch(
      /^__Host-memo-link-[\w-]{16}=\d+\.[\w-]{43}; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax$/,
    );
    const [pair = ''] = cookie.split(';');
    expect((await visit(link, pair).expect(200)).text).toContain('Quarterly plan');
    await visit(link, pair, '/audio').expect(200);
    await visit(link, '', '/audio').expect(404);
  });

  it('asks again after a wrong one, one that is none, and what is no form', async () => {
    const link = await protectedLink();
    for (const wrong of ['wrong horse battery', '', 'x'.repeat(5_000)]) {
      const answer = await give(link, wrong).expect(403);
      expect(answer.text).toContain('That is not the password.');
      expect(answer.get('Set-Cookie')).toBeUndefined();
    }
    const path = new URL(link.url).pathname;
    await fixture.api.post(path).send({ password }).expect(415);
    await fixture.api.post(path).type('form').send('x'.repeat(1_200_000)).expect(413);
  });

  it('is not opened by a cookie of another link, of the password before, or that somebody wrote', async () => {
    const [link, other] = await Promise.all([protectedLink(), protectedLink()]);
    const [cookie, foreign] = [await cookieOf(link), await cookieOf(other)];
    const [name = '', value = ''] = cookie.split('=');
    const [until = '', signature = ''] = value.split('.');
    const forged = [
      `${name}=${foreign.split('=')[1]}`,
      `${name}=${Number(until) + 1}.${signature}`,
      `${name}=${until}.`,
      `${name}=${cookie}.more`,
      foreign,
    ];
    for (const wrong of forged) {
      expect((await visit(link, wrong).expect(200)).text).toContain('type="password"');
    }
    expect((await visit(link, cookie).expect(200)).text).toContain('Quarterly plan');
    await fixture.change(meetingId, link.id, { password: 'another horse battery' }).expect(200);
    expect((await visit(link, cookie).expect(200)).text).toContain('type="password"');
  });
});

describe('guessing the password of a link', () => {
  it('is let pass ten times an hour, whatever the addresses, then once a minute, and told of', async () => {
    const link = await protectedLink();
    const cookie = await cookieOf(link);
    for (let guess = 0; guess < 10; guess += 1) await give(link, `guess ${guess}`).expect(403);
    await give(link, 'the one of this minute').expect(403);
    const held = await give(link, password).expect(429);
    expect(held.type).toBe('text/html');
    expect(held.text).toContain('Too many requests');
    expect(Number(held.get('Retry-After'))).toBeGreaterThan(0);
    // Who has given it before is not held up, and neither is another link.
    expect((await visit(link, cookie).expect(200)).text).toContain('Quarterly plan');
    await give(await protectedLink(), password).expect(303);
    const told = await auditRows(fixture.dataSource, { subject: link.id });
    expect(told.map(({ action }) => action)).toEqual([
      'share_link.created',
      'share_link.passwords_guessed',
    ]);
  });

  it('counts wrong ones alone', async () => {
    const link = await protectedLink();
    for (let times = 0; times < 12; times += 1) await give(link, password).expect(303);
  });
});

describe('asking for links', () => {
  it('is counted by address, where most are not there', async () => {
    const from = newAddress();
    const remaining = async (address: string) => {
      const asked = fixture.api.get(`/s/unknown-${address}`).set('x-forwarded-for', address);
      const { headers } = (await asked.expect(404)) as { headers: Record<string, string> };
      expect(headers['ratelimit-limit']).toBe('300');
      return Number(headers['ratelimit-remaining']);
    };
    expect(await remaining(from)).toBe(299);
    expect(await remaining(from)).toBe(298);
    expect(await remaining(newAddress())).toBe(299);
  });

  it('is counted by link, whatever the addresses', async () => {
    const [busy, other] = [await protectedLink(), await protectedLink()];
    const redis = createRedis(fixture.redis.url, silentLogger);
    await untilConnected(redis);
    const perMinute = 1;
    const limits = createRateLimits({
      ...{ redis, secret: jwtSecret, logger: silentLogger, anonymousPerMinute: perMinute },
      ...{ userPerMinute: perMinute, authPerMinute: perMinute, authAddressPerMinute: perMinute },
    });
    const token = new URL(busy.url).pathname.replace('/s/', '');
    const take = () => limits.take('page-link', hashShareToken(token));
    const { limit } = await take();
    // One after the other: what Redis is slow to count this process would count alone.
    for (let times = 1; times < limit - 1; times += 1) await take();
    redis.disconnect();
    await visit(busy).expect(200);
    expect((await visit(busy).expect(429)).type).toBe('text/html');
    await visit(other).expect(200);
  });
});
