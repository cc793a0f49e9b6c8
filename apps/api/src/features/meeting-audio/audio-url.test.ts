import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WireMeeting } from '@memo/meetings';
import { buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { AudioUrl } from './meeting-audio.schemas.ts';
import { signingTime } from './signing-time.ts';

const meetings = '/api/v1/mobile/meetings';
const sound = buildWav(1_000, (index) => index);

let fixture: ApiFixture;
let authorization: string;

beforeAll(async () => {
  fixture = await startApi();
  ({ authorization } = await fixture.person());
});

afterAll(() => fixture.close());

async function upload(title = 'Call'): Promise<string> {
  const answer = await fixture.api
    .post(`${meetings}/`)
    .set('authorization', authorization)
    .set('Idempotency-Key', crypto.randomUUID())
    .field('title', title)
    .attach('audio_file', sound, 'a.wav')
    .expect(201);
  return (answer.body as WireMeeting).id;
}

const ask = (id: string, query = '', api = fixture.api) =>
  api.get(`${meetings}/${id}/audio/url${query}`).set('authorization', authorization);

const link = async (id: string, query = '', api = fixture.api): Promise<AudioUrl> =>
  (await ask(id, query, api).expect(200)).body as AudioUrl;

describe('GET /meetings/{id}/audio/url', () => {
  it('gives an address that plays the audio without a token, for an hour', async () => {
    const id = await upload('Q4 „Sales“ 会议');
    const { url, expires_in, expires_at } = await link(id);
    expect(expires_in).toBeGreaterThan(1_790);
    expect(expires_in).toBeLessThanOrEqual(3_600);
    expect(Math.abs(Date.parse(expires_at) - Date.now() - expires_in * 1_000)).toBeLessThan(5_000);

    const played = await fetch(url);
    expect(Buffer.from(await played.arrayBuffer())).toEqual(sound);
    expect(played.headers.get('content-type')).toBe('audio/wav');
    expect(played.headers.get('content-disposition')).toBe(
      `attachment; filename="Q4 _Sales_ __.wav"; filename*=UTF-8''Q4%20%E2%80%9ESales%E2%80%9C%20%E4%BC%9A%E8%AE%AE.wav`,
    );
    const part = await fetch(url, { headers: { range: 'bytes=10-19' } });
    expect(Buffer.from(await part.arrayBuffer())).toEqual(sound.subarray(10, 20));
  });

  it.each([
    ['60', 60],
    ['604800', 6 * 3_600],
  ])('can be asked for %s seconds, and is good for %d at most', async (seconds, most) => {
    const { url, expires_in } = await link(await upload(), `?expiration=${seconds}`);
    expect(expires_in).toBeGreaterThan(most / 2 - 10);
    expect(expires_in).toBeLessThanOrEqual(most);
    expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBe(most);
    expect((await fetch(url)).status).toBe(200);
  });

  it.each(['59', '604801', '0', '-1', '1e99', '90.5', 'soon', '3600&expiration=60'])(
    'refuses expiration=%s',
    async (expiration) => {
      const answer = await ask(await upload(), `?expiration=${expiration}`).expect(422);
      const { detail } = answer.body as { detail: { loc: unknown }[] };
      expect(detail[0]?.loc).toEqual(['query', 'expiration']);
    },
  );

  it('hands out the same address from every process, and another for another time', async () => {
    const id = await upload();
    const other = await startApi({
      DATABASE_URL: fixture.databaseUrl,
      REDIS_URL: fixture.redis.url,
      S3_ENDPOINT: fixture.s3Endpoint,
    });
    try {
      const asked = [fixture.api, other.api, fixture.api].map((api) => link(id, '', api));
      const urls = (await Promise.all(asked)).map(({ url }) => url);
      expect(new Set(urls).size).toBe(1);
      expect((await link(id, '?expiration=60', other.api)).url).not.toBe(urls[0]);
    } finally {
      await other.close();
    }
  });

  it('keeps nothing of addresses in Redis, however many lifetimes are asked for', async () => {
    const id = await upload();
    const before = await fixture.redis.client.dbsize();
    for (let seconds = 60; seconds < 80; seconds += 1) await link(id, `?expiration=${seconds}`);
    const keys = await fixture.redis.client.keys('*');
    expect(keys.filter((key) => key.includes(id))).toEqual([]);
    expect(await fixture.redis.client.dbsize()).toBeLessThanOrEqual(before + 1);
  });

  it('takes a new title at once', async () => {
    const id = await upload('Before');
    await link(id);
    await fixture.dataSource.query(`UPDATE meetings SET title = 'After' WHERE id = $1`, [id]);
    const answer = await fetch((await link(id)).url);
    expect(answer.headers.get('content-disposition')).toContain('filename="After.wav"');
  });

  it('is not there for a stranger, nor once the meeting is deleted', async () => {
    const id = await upload();
    await link(id);
    const notFound = { detail: 'Meeting not found' };
    const stranger = await fixture.person();
    await fixture.api
      .get(`${meetings}/${id}/audio/url`)
      .set('authorization', stranger.authorization)
      .expect(404, notFound);
    await fixture.api.delete(`${meetings}/${id}`).set('authorization', authorization).expect(204);
    await ask(id).expect(404, notFound);
    await ask('42').expect(422);
  });

  it('begins with the address that apps reach the storage under', async () => {
    const id = await upload();
    const behind = await startApi({
      DATABASE_URL: fixture.databaseUrl,
      S3_PUBLIC_ENDPOINT: fixture.s3Endpoint,
    });
    try {
      const { url } = await link(id, '', behind.api);
      expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(sound);
    } finally {
      await behind.close();
    }
  });
});

describe('the moment an address is signed for', () => {
  const lifetimeMs = 3_600_000;
  const start = Date.parse('2026-01-05T10:00:00.000Z');
  const moments = Array.from({ length: 240 }, (_, index) => start + index * 60_000);

  it('is one of the past at which half of its time is still left, and the same for half of its time', () => {
    const signed = moments.map((now) => signingTime('a', lifetimeMs, now).getTime());
    for (const [index, at] of signed.entries()) {
      const age = (moments[index] ?? 0) - at;
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(lifetimeMs / 2);
    }
    // Four hours have eight halves of an hour, and parts of one at either end.
    expect(new Set(signed).size).toBeLessThanOrEqual(9);
  });

  it('is another for another recording, so that not all addresses change at once', () => {
    const names = ['a', 'b', 'c', 'd'];
    const signed = names.map((name) => signingTime(name, lifetimeMs, start).getTime());
    expect(new Set(signed).size).toBe(names.length);
  });
});
