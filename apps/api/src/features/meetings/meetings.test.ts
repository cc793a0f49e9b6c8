import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, StageRun } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { buildWav } from '@memo/testing';
import { auditRows } from '../../../test/audit-rows.ts';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';

import type { WireMeetingList } from './list/list.schemas.ts';

const meetings = '/api/v1/mobile/meetings';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

async function upload(authorization: string, title: string): Promise<WireMeeting> {
  const answer = await fixture.api
    .post(`${meetings}/`)
    .set('authorization', authorization)
    .set('Idempotency-Key', crypto.randomUUID())
    .field('title', title)
    .attach('audio_file', buildWav(1_000), 'a.wav')
    .expect(201);
  return answer.body as WireMeeting;
}

const get = (path: string, authorization: string) =>
  fixture.api.get(path).set('authorization', authorization);

const remove = (id: string, authorization: string) =>
  fixture.api.delete(`${meetings}/${id}`).set('authorization', authorization);

describe('a meeting', () => {
  it('is the same under the mobile and the web prefix', async () => {
    const { authorization } = await fixture.person();
    const meeting = await upload(authorization, 'Same');
    await get(`${meetings}/${meeting.id}`, authorization).expect(200, meeting);
    await get(`/api/v1/web/meetings/${meeting.id}/`, authorization).expect(200, meeting);
  });

  it('is not there for anybody else: not to read, not to list, not to delete', async () => {
    const [owner, stranger] = [await fixture.person(), await fixture.person()];
    const { id } = await upload(owner.authorization, 'Private');
    const notFound = { detail: 'Meeting not found' };
    await get(`${meetings}/${id}`, stranger.authorization).expect(404, notFound);
    await remove(id, stranger.authorization).expect(404, notFound);
    const list = await get(`${meetings}/`, stranger.authorization).expect(200);
    expect((list.body as WireMeetingList).total).toBe(0);
    await get(`${meetings}/${id}`, owner.authorization).expect(200);
  });

  it('with an id that is none answers 422', async () => {
    const { authorization } = await fixture.person();
    const answer = await get(`${meetings}/42`, authorization).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['path', 'meeting_id'] }] });
  });
});

describe('DELETE /meetings/{id}', () => {
  it('takes the recording with it, at once and once', async () => {
    const { authorization } = await fixture.person();
    const { id, s3_audio_path: key } = await upload(authorization, 'Gone');
    expect(await fixture.objectKeys()).toContain(key);
    await remove(id, authorization).expect(204);
    expect(await fixture.objectKeys()).not.toContain(key);
    await get(`${meetings}/${id}`, authorization).expect(404);
    await remove(id, authorization).expect(404);
  });

  it('takes what waits to be done with it', async () => {
    const { authorization } = await fixture.person();
    const { id } = await upload(authorization, 'Queued');
    const waiting = () => fixture.dataSource.manager.countBy(StageRun, { meetingId: id });
    expect(await waiting()).toBe(1);
    await remove(id, authorization).expect(204);
    expect(await waiting()).toBe(0);
  });

  it('by two requests at once succeeds once, and is recorded once', async () => {
    const { authorization } = await fixture.person();
    const { id } = await upload(authorization, 'Twice');
    const answers = await Promise.all([remove(id, authorization), remove(id, authorization)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    const events = await auditRows(fixture.dataSource, { subject: id });
    expect(events.map(({ action }) => action).sort()).toEqual([
      'meeting.created',
      'meeting.deleted',
    ]);
  });

  it('succeeds while Redis is away', async () => {
    const { authorization } = await fixture.person();
    const { id } = await upload(authorization, 'No queue');
    fixture.redis.pause();
    try {
      await remove(id, authorization).expect(204);
    } finally {
      fixture.redis.resume();
    }
  });

  it('succeeds while storage is away, and leaves the meeting to the sweeper', async () => {
    const { authorization } = await fixture.person();
    const { id } = await upload(authorization, 'Stubborn');
    const elsewhere = await startApi({
      S3_ENDPOINT: 'http://127.0.0.1:1',
      DATABASE_URL: fixture.databaseUrl,
    });
    try {
      await elsewhere.api
        .delete(`${meetings}/${id}`)
        .set('authorization', authorization)
        .expect(204);
    } finally {
      await elsewhere.close();
    }
    const row = await fixture.dataSource.manager.findOneByOrFail(Meeting, { id });
    expect(row.deletedAt).not.toBeNull();
  });
});
