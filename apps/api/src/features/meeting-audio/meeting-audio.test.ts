import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { buildWav, waitFor, startTcpProxy } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';

const meetings = '/api/v1/mobile/meetings';
const sound = buildWav(1_000, (index) => index);

let fixture: ApiFixture;
let authorization: string;
let meeting: WireMeeting;
let etag: string;

beforeAll(async () => {
  fixture = await startApi();
  ({ authorization } = await fixture.person());
  meeting = await upload(sound, 'Q4 "Sales": Über/Umsätze 会议 🎉');
  etag = (await download(meeting.id)).headers.get('etag') ?? '';
});

afterAll(() => fixture.close());

async function upload(content: Buffer, title = 'Call'): Promise<WireMeeting> {
  const answer = await fixture.api
    .post(`${meetings}/`)
    .set('authorization', authorization)
    .set('Idempotency-Key', crypto.randomUUID())
    .field('title', title)
    .attach('audio_file', content, 'a.wav')
    .expect(201);
  return answer.body as WireMeeting;
}

const download = (id: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${fixture.url}${meetings}/${id}/audio`, {
    method,
    headers: { authorization, ...headers },
  });

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('GET /meetings/{id}/audio', () => {
  it('gives the recording back, as it was sent and under the title', async () => {
    const response = await download(meeting.id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'content-disposition': `attachment; filename="Q4 Sales Uber Umsatze __ _.wav"; filename*=UTF-8''Q4%20Sales%20%C3%9Cber%20Ums%C3%A4tze%20%E4%BC%9A%E8%AE%AE%20%F0%9F%8E%89.wav`,
    });
    expect(response.headers.get('etag')).toMatch(/^"[\w-]+"$/);
    expect(await bytesOf(response)).toEqual(sound);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-', 0, 999],
    ['bytes=10-19', 10, 19],
    ['Bytes=10-19', 10, 19],
    ['bytes=990-2000', 990, 999],
    ['bytes=999-', 999, 999],
    ['bytes=-1', 999, 999],
    ['bytes=-1000', 0, 999],
    ['bytes=-5000', 0, 999],
    [`bytes=5-${'9'.repeat(400)}`, 5, 999],
  ])('answers the range %s with bytes %i to %i', async (range, start, end) => {
    const response = await download(meeting.id, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect(response.headers.get('etag')).toBe(etag);
    expect(await bytesOf(response)).toEqual(sound.subarray(start, end + 1));
  });

  it.each([
    'bytes=0-0,5-9',
    'bytes=2000-,3000-',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=9-5',
    'bytes=1.5-2',
    'bytes=--1',
    'items=0-1',
    'items=2000-',
    'nonsense',
  ])('answers the range %s with the whole audio', async (range) => {
    const response = await download(meeting.id, { range });
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(sound);
  });

  it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    'says that the range %s lies behind the end',
    async (range) => {
      const response = await download(meeting.id, { range });
      expect(response.status).toBe(416);
      expect(response.headers.get('content-range')).toBe('bytes */1000');
      expect(await response.json()).toEqual({
        detail: 'The audio has 1000 bytes; ask for a range inside them.',
      });
    },
  );

  it('sends a part only of the version that the client has the rest of', async () => {
    const range = 'bytes=5-9';
    for (const [ifRange, status] of [
      [etag, 206],
      ['"another"', 200],
      [`W/${etag}`, 200],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 200],
    ] as const) {
      const response = await download(meeting.id, { range, 'if-range': ifRange });
      expect([ifRange, response.status]).toEqual([ifRange, status]);
      await response.arrayBuffer();
    }
  });

  it.each(['GET', 'HEAD'])('does not send what the client has already (%s)', async (method) => {
    for (const tags of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
      const response = await download(meeting.id, { 'if-none-match': tags }, method);
      expect([tags, response.status]).toEqual([tags, 304]);
      expect(response.headers.get('etag')).toBe(etag);
    }
    const other = await download(meeting.id, { 'if-none-match': '"another"' }, method);
    expect(other.status).toBe(200);
    await other.arrayBuffer();
  });

  it('refuses to go on with another version than the one begun with', async () => {
    expect((await download(meeting.id, { 'if-match': etag })).status).toBe(200);
    expect((await download(meeting.id, { 'if-match': '*' })).status).toBe(200);
    const response = await download(meeting.id, { 'if-match': '"another"', range: 'bytes=5-' });
    expect(response.status).toBe(412);
    expect(await response.json()).toEqual({ detail: expect.stringContaining('from the start') });
  });

  it('tells HEAD all but the bytes, whatever range it names', async () => {
    const response = await download(meeting.id, { range: 'bytes=5-9' }, 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('1000');
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(await bytesOf(response)).toHaveLength(0);
  });

  it('gives the mix of two recordings, not one of them', async () => {
    const { id } = await upload(sound);
    const key = `meetings/audio/${id}/prepared-1/playback.m4a`;
    await fixture.writeObject(key, 'the mix');
    await fixture.dataSource.manager.update(Meeting, { id }, { playbackKey: key });
    const response = await download(id);
    expect(response.headers.get('content-type')).toBe('audio/mp4');
    expect(response.headers.get('content-disposition')).toContain('filename="Call.m4a"');
    expect(await response.text()).toBe('the mix');
  });

  it('is not there for a stranger, nor once the meeting is deleted', async () => {
    const { id } = await upload(sound);
    const stranger = await fixture.person();
    const refused = await download(id, { authorization: stranger.authorization });
    expect([refused.status, await refused.json()]).toEqual([404, { detail: 'Meeting not found' }]);
    await fixture.api.delete(`${meetings}/${id}`).set('authorization', authorization).expect(204);
    expect((await download(id)).status).toBe(404);
    expect((await download('42')).status).toBe(422);
  });

  it('says that the recording itself is gone', async () => {
    const { id } = await upload(sound);
    await fixture.dataSource.manager.update(Meeting, { id }, { playbackKey: 'meetings/audio/no' });
    const response = await download(id);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      detail: 'The stored file is gone. Upload the recording again.',
    });
  });
});

describe('a long download', () => {
  const long = buildWav(30_000_000, (index) => index % 30_000);
  let id: string;

  beforeAll(async () => {
    ({ id } = await upload(long));
  });

  /** The answer, of which nothing has been read. */
  async function begin(url = fixture.url): Promise<IncomingMessage> {
    const request = httpGet(`${url}${meetings}/${id}/audio`, { headers: { authorization } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  const logged = (message: string) =>
    fixture.logLines.filter((line) => line.message === message).length;

  it('arrives whole', async () => {
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(await buffer(await begin()))).toBe(hash(long));
  });

  it('is let go when the client leaves midway', async () => {
    const before = logged('the client went away');
    const response = await begin();
    await once(response, 'readable');
    response.destroy();
    await waitFor('the download to end', () => logged('the client went away') > before);
    await waitFor('its line', () =>
      fixture.logLines.find(
        ({ message, route, aborted }) =>
          message === 'request' && String(route).endsWith('/audio') && aborted === true,
      ),
    );
  });

  it('is cut, not ended, when the storage breaks midway, and is unavailable after that', async () => {
    const storage = await startTcpProxy(fixture.s3Endpoint);
    const other = await startApi({
      S3_ENDPOINT: storage.url,
      DATABASE_URL: fixture.databaseUrl,
    });
    try {
      const response = await begin(other.url);
      expect(response.statusCode).toBe(200);
      await once(response, 'readable');
      storage.refuse();
      await expect(buffer(response)).rejects.toThrow('aborted');
      const later = await fetch(`${other.url}${meetings}/${id}/audio`, {
        headers: { authorization },
      });
      expect(later.status).toBe(503);
      expect(await later.json()).toEqual({ detail: expect.stringContaining('try again later') });
    } finally {
      await other.close();
      await storage.close();
    }
  });
});
