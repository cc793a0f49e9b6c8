import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import type { WireMeeting } from '@memo/meetings';
import { buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { createRedis } from '../../redis.ts';
import type { AudioUrl } from './meeting-audio.schemas.ts';
import { createSigningTimes } from './signing-times.ts';

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

const signedAt = async (id: string) => {
  const [key] = await fixture.redis.client.keys(`audio-url:${id}:*`);
  return { key: key ?? '', ms: Number(await fixture.redis.client.get(key ?? '')) };
};

describe('GET /meetings/{id}/audio/url', () => {
  it('gives an address that plays the audio without a token, for an hour', async () => {
    const id = await upload('Q4 „Sales“ 会议');
    const { url, expires_in, expires_at } = await link(id);
    expect(expires_in).toBeGreaterThan(3_500);
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

  it.each(['60', '604800'])('can be asked for %s seconds', async (seconds) => {
    const { url, expires_in } = await link(await upload(), `?expiration=${seconds}`);
    expect(expires_in).toBeGreaterThan(Number(seconds) - 30);
    expect((await fetch(url)).status).toBe(200);
  });

  it.each(['59', '604801', '0', '-1', '1e99', '90.5', 'soon', '', '3600&expiration=60'])(
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

  it('hands an address out as long as half of its time is left, and says how much is', async () => {
    const id = await upload();
    const { url } = await link(id);
    const { key, ms } = await signedAt(id);
    expect(await fixture.redis.client.pttl(key)).toBeLessThanOrEqual(1_800_000);

    await fixture.redis.client.set(key, ms - 1_700_000);
    const older = await link(id);
    expect(older.url).not.toBe(url);
    expect(older.expires_in).toBeLessThanOrEqual(1_900);
    expect((await link(id)).url).toBe(older.url);
    expect((await fetch(older.url)).status).toBe(200);

    await fixture.redis.client.set(key, ms - 1_801_000);
    expect((await link(id)).expires_in).toBeGreaterThan(3_500);
  });

  it('keeps nothing that opens the audio, and minds nothing that it cannot read', async () => {
    const id = await upload();
    await link(id);
    const { key, ms } = await signedAt(id);
    expect(Math.abs(ms - Date.now())).toBeLessThan(30_000);
    await fixture.redis.client.del(key);
    await fixture.redis.client.lpush(key, 'no time');
    expect((await link(id)).expires_in).toBeGreaterThan(3_500);
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

describe('without Redis', () => {
  it('an address is signed anew when it is silent', async () => {
    const id = await upload();
    fixture.redis.pause();
    try {
      expect((await fetch((await link(id)).url)).status).toBe(200);
    } finally {
      fixture.redis.resume();
    }
  });

  it('an address is signed for the present when it is gone', async () => {
    const redis = createRedis('redis://127.0.0.1:1', silentLogger);
    const before = Date.now();
    const signedAt = await createSigningTimes(redis, silentLogger).at('any', 60_000);
    expect(signedAt.getTime()).toBeGreaterThanOrEqual(before);
    redis.disconnect();
  });
});
