import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { buildWav, waitFor, startTcpProxy } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { startFollower } from './test/follower.ts';

const meetings = '/api/v1/mobile/meetings';

let fixture: ApiFixture;
let authorization: string;
let id: string;

beforeAll(async () => {
  fixture = await startApi();
  ({ authorization } = await fixture.person());
});

afterAll(() => fixture.close());

beforeEach(async () => {
  const answer = await fixture.api
    .post(`${meetings}/`)
    .set('authorization', authorization)
    .set('Idempotency-Key', crypto.randomUUID())
    .field('title', 'Call')
    .attach('audio_file', buildWav(1_000), 'a.wav')
    .expect(201);
  ({ id } = answer.body as WireMeeting);
});

const follow = (headers: Record<string, string> = {}, { meeting = id, url = fixture.url } = {}) =>
  startFollower(`${url}${meetings}/${meeting}/events`, { authorization, ...headers });

const change = (columns: Partial<Omit<Meeting, 'analyticsData'>>) =>
  fixture.dataSource.manager.update(Meeting, { id }, columns);

const complete = () =>
  change({ status: 'COMPLETED', analyticsStatus: 'COMPLETED', dashboardStatus: 'NOT_CONFIGURED' });

describe('GET /meetings/{id}/events', () => {
  it('tells the present state, each change, and at last that there is no more', async () => {
    const follower = await follow();
    expect(follower.response.statusCode).toBe(200);
    expect(follower.response.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/event-stream/),
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    await follower.event(1);
    expect(follower.text).toMatch(/^retry: 2000\n\nevent: progress\nid: [\w-]+\ndata: /);

    await fixture.dataSource.query(
      `UPDATE stage_runs SET status = 'running', error = '{"message":"waits"}' WHERE meeting_id = $1`,
      [id],
    );
    await follower.event(2);
    await change({ status: 'PROCESSING' });
    await follower.event(3);
    await change({ status: 'COMPLETED', analyticsStatus: 'PROCESSING' });
    await follower.event(4);
    await change({ analyticsStatus: 'COMPLETED', dashboardStatus: 'DELIVERED' });
    expect(await follower.end()).toBe('whole');

    const progress = { stage: 'prepare', percent: 0, note: 'waits' };
    expect(follower.events.map(({ event, data }) => [event, data])).toMatchObject([
      ['progress', { id, status: 'PENDING', progress: { ...progress, note: null } }],
      ['progress', { status: 'PENDING', progress }],
      ['progress', { status: 'PROCESSING' }],
      ['progress', { status: 'COMPLETED', dashboard_status: 'PENDING' }],
      ['progress', { dashboard_status: 'DELIVERED', analytics_status: 'COMPLETED' }],
      ['done', { dashboard_status: 'DELIVERED', analytics_status: 'COMPLETED' }],
    ]);
    const [done, last] = follower.events.toReversed();
    expect(done).toEqual({ ...last, event: 'done' });
    expect(Object.keys(last?.data ?? {}).sort()).toEqual(
      ['analytics_status', 'dashboard_status', 'error', 'id', 'needs_review', 'progress'].concat(
        ...['status', 'transcription_partial', 'updated_at'],
      ),
    );
  });

  it('ends with the reason when the meeting fails', async () => {
    const error = {
      code: 'audio_too_long',
      message: 'Too long.',
      retryable: false,
      stage: 'prepare',
    };
    await change({ status: 'FAILED', error });
    const follower = await follow();
    await follower.end();
    expect(follower.events).toMatchObject([
      { event: 'progress', data: { status: 'FAILED', error } },
      { event: 'done', data: { status: 'FAILED', error } },
    ]);
  });

  it('goes on where the client left, without repeating what it knows', async () => {
    const first = await follow();
    const { id: seen } = await first.event(1);
    first.leave();
    const second = await follow({ 'last-event-id': seen ?? '' });
    await change({ status: 'PROCESSING' });
    await second.event(1);
    expect(second.events).toMatchObject([{ data: { status: 'PROCESSING' } }]);
    second.leave();

    // What happened meanwhile is told at once.
    await complete();
    const third = await follow({ 'last-event-id': seen ?? '' });
    await third.end();
    expect(third.names()).toEqual(['progress', 'done']);
  });

  it('tells a client that knows the last state not to come back', async () => {
    await complete();
    const follower = await follow();
    await follower.end();
    const last = follower.events.at(-1)?.id ?? '';
    const again = await follow({ 'last-event-id': last });
    expect(again.response.statusCode).toBe(204);

    // A meeting that is worked on again has more to tell.
    await change({ status: 'PENDING' });
    const reopened = await follow({ 'last-event-id': last });
    expect((await reopened.event(1)).data.status).toBe('PENDING');
    reopened.leave();
  });

  it('says when the meeting is deleted, and is not there after that', async () => {
    const follower = await follow();
    await follower.event(1);
    await fixture.api.delete(`${meetings}/${id}`).set('authorization', authorization).expect(204);
    await follower.end();
    expect(follower.events.at(-1)).toMatchObject({ event: 'deleted', data: { id } });
    const later = await follow();
    await later.end();
    expect([later.response.statusCode, later.text]).toEqual([
      404,
      '{"detail":"Meeting not found"}',
    ]);
  });

  it("shows nobody another workspace's meeting", async () => {
    const stranger = await fixture.person();
    const follower = await follow({ authorization: stranger.authorization });
    await follower.end();
    expect([follower.response.statusCode, follower.text]).toEqual([
      404,
      '{"detail":"Meeting not found"}',
    ]);
    expect((await follow({}, { meeting: '42' })).response.statusCode).toBe(422);
  });

  it('answers HEAD and holds nothing open for it', async () => {
    const url = `${fixture.url}${meetings}/${id}/events`;
    for (let count = 0; count < 25; count++) {
      const head = await fetch(url, { method: 'HEAD', headers: { authorization } });
      expect(head.status).toBe(200);
    }
  });
});

it('a user can hold 20 streams open, and another one as soon as one is left', async () => {
  const [one, other] = [await fixture.person(), await fixture.person()];
  const upload = await fixture.api
    .post(`${meetings}/`)
    .set('authorization', one.authorization)
    .set('Idempotency-Key', crypto.randomUUID())
    .field('title', 'Call')
    .attach('audio_file', buildWav(1_000), 'a.wav')
    .expect(201);
  const target = { meeting: (upload.body as WireMeeting).id };
  const own = { authorization: one.authorization };

  // All at once: none slips past the count.
  const asked = await Promise.all(Array.from({ length: 25 }, () => follow(own, target)));
  const open = asked.filter(({ response }) => response.statusCode === 200);
  const refused = asked.filter(({ response }) => response.statusCode === 429);
  expect([open.length, refused.length]).toEqual([20, 5]);
  await refused[0]?.end();
  expect(refused[0]?.text).toContain('You follow 20 meetings already.');
  expect(refused[0]?.response.headers['retry-after']).toBe('2');
  expect((await follow({ authorization: other.authorization })).response.statusCode).toBe(404);

  open[0]?.leave();
  const late = await waitFor('a free place', async () => {
    const follower = await follow(own, target);
    return follower.response.statusCode === 200 && follower;
  });
  for (const follower of [...open, late]) follower.leave();
});

it('a database that goes away for a moment is waited for', async () => {
  const proxy = await startTcpProxy(fixture.databaseUrl);
  const other = await startApi({ DATABASE_URL: proxy.url });
  try {
    const follower = await follow({}, { url: other.url });
    await follower.event(1);
    proxy.refuse();
    await waitFor('the poll to fail', () =>
      other.logLines.find(({ message }) => String(message).startsWith('The watched meetings')),
    );
    expect(follower.ended).toBeNull();
    proxy.restore();
    await complete();
    await follower.end();
    expect(follower.names()).toEqual(['progress', 'progress', 'done']);
  } finally {
    await other.close();
    await proxy.close();
  }
});

it('a server that stops ends its streams first and does not wait for them', async () => {
  const other = await startApi({ DATABASE_URL: fixture.databaseUrl });
  const follower = await follow({}, { url: other.url });
  await follower.event(1);
  await other.close();
  expect(await follower.end()).toBe('whole');
  expect(follower.names()).toEqual(['progress']);
});
