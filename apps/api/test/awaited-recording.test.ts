import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, Recording } from '@memo/entities';
import { createRecordEvent } from '@memo/journal';
import { silentLogger } from '@memo/logging';
import { createIntake, type Intake, type WireMeeting } from '@memo/meetings';
import { connectPipeline } from '@memo/pipeline';
import { buildTone, waitFor } from '@memo/testing';
import { startFollower } from '../src/features/meeting-events/test/follower.ts';
import {
  meetings,
  startMeetings,
  type MeetingsFixture,
  type Person,
} from '../src/features/meetings/test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let connected: Awaited<ReturnType<typeof connectPipeline>>;
let intake: Intake;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  connected = await connectPipeline({
    database: { url: fixture.databaseUrl, poolSize: 2 },
    redisUrl: fixture.redis.url,
    logger: silentLogger,
  });
  const { database, transact, pipeline } = connected;
  const recordEvent = createRecordEvent(database);
  const audit = { record: () => Promise.resolve() };
  intake = createIntake({ database, transact, pipeline, audit, recordEvent });
  person = await fixture.person();
});

afterAll(async () => {
  await connected.close();
  await fixture.close();
});

/** A meeting whose recording is still to come, as no route makes one yet. */
async function awaited(whose = person) {
  const id = newId();
  const { recordings } = await intake.create(whose.scope, {
    id,
    userId: whose.scope.userId,
    title: 'Tomorrow',
    description: null,
    participants: ['Ann'],
    templateId: null,
    customTemplatePoints: null,
    speakersExpected: null,
    languages: [],
    uploadHash: null,
    recordings: [{ state: 'expected', side: 0, filename: null }],
  });
  return { id, recordingId: recordings[0]?.id ?? '' };
}

const asShown = {
  title: 'Tomorrow',
  status: 'PENDING',
  progress: { stage: 'upload', percent: 0, note: 'The recording has not been uploaded.' },
  audio_filename: null,
  s3_audio_path: null,
  duration_ms: null,
  error: null,
};

const changes = async (query = '') => {
  const { authorization } = person;
  const asked = fixture.api.get(`/api/v1/mobile/changes${query}`).set({ authorization });
  return (await asked.expect(200)).body as { next: number; data: unknown[] };
};

const withoutAudio =
  'The recording of this meeting has not been uploaded. Finish its upload, or upload it as a new meeting.';

const post = (path: string, whose = person) =>
  fixture.api.post(`${meetings}/${path}`).set('authorization', whose.authorization);

describe('a meeting that waits for its recording', () => {
  it('is shown without audio, at the stage of its upload', async () => {
    const { id } = await awaited();
    const answer = await person.send('get', `/${id}`).expect(200);
    expect(answer.body).toMatchObject({ ...asShown, id, transcription: [] });
  });

  it('is listed so by page, by cursor and by status', async () => {
    const { id } = await awaited();
    for (const query of [
      { page: 1 },
      { cursor: '' },
      { status: 'pending' },
      { search: 'morrow' },
    ]) {
      const { data } = await person.list(query);
      expect(data.find((listed) => listed.id === id)).toMatchObject(asShown);
    }
  });

  it('has no audio to download or to link to, and says so', async () => {
    const { id } = await awaited();
    await person.send('get', `/${id}/audio`).expect(404, { detail: withoutAudio });
    await person.send('get', `/${id}/audio/url`).expect(404, { detail: withoutAudio });
  });

  it('has nothing to export, and no metrics and costs', async () => {
    const { id } = await awaited();
    await person.send('get', `/${id}/export?format=txt`).expect(409, {
      detail:
        'This meeting has no finished transcript yet. Export it once its status is COMPLETED.',
    });
    const usage = await person.send('get', `/${id}/usage`).expect(200);
    expect(usage.body).toMatchObject({ estimate: null, stages: [] });
    const analytics = await person.send('get', `/${id}/analytics`).expect(200);
    expect(analytics.body).toMatchObject({ analytics_status: 'PENDING', metrics: null });
  });

  it('can be renamed and deleted', async () => {
    const { id, recordingId } = await awaited();
    const renamed = await person.send('put', `/${id}`, { title: 'Today' }).expect(200);
    expect(renamed.body).toMatchObject({ ...asShown, title: 'Today' });
    await person.send('delete', `/${id}`).expect(204);
    await person.send('get', `/${id}`).expect(404);
    expect(await arrive(recordingId, id)).toBe('unwanted');
  });

  it('is no pending work: nothing counts, queues or retries it', async () => {
    const other = await fixture.person();
    const { id } = await awaited(other);
    const status = await other.send('get', '/transcription/status').expect(200);
    expect(status.body).toMatchObject({
      meetings: { pending: 0, processing: 0, completed: 0, failed: 0 },
    });
    const processed = await post('transcription/process-all', other).expect(200);
    expect(processed.body).toMatchObject({ queued: 0, pending: 0, failed: 0 });
    const restarted = await post('transcription/restart-background', other).expect(200);
    expect(restarted.body).toMatchObject({ restarted: 0 });
    await post(`${id}/retry`, other).expect(409, {
      detail:
        'The recording of this meeting has not been uploaded yet, so there is nothing to retry. Finish the upload; the rest begins by itself.',
    });
    expect(await other.send('get', `/${id}`).then(({ body }) => body as unknown)).toMatchObject(
      asShown,
    );
  });

  it('tells who follows it and who keeps a copy when its recording is there, and is then like any other', async () => {
    const { id, recordingId } = await awaited();
    const { authorization } = person;
    const follower = await startFollower(`${fixture.url}${meetings}/${id}/events`, {
      authorization,
    });
    try {
      const waiting = await follower.event(1);
      const { next } = await changes();
      expect(waiting.data.progress).toEqual(asShown.progress);
      expect(await arrive(recordingId, id)).toBe('began');
      const begun = await follower.event(2);
      expect(begun.data.progress).toEqual({ stage: 'prepare', percent: 0, note: null });
      expect((await changes(`?after=${next}`)).data).toMatchObject([
        { kind: 'meeting.updated', meeting_id: id, fields: ['audio'] },
      ]);
    } finally {
      follower.leave();
    }
    const answer = await person.send('get', `/${id}`).expect(200);
    expect(answer.body as WireMeeting).toMatchObject({
      status: 'PENDING',
      progress: { stage: 'prepare', percent: 0, note: null },
      audio_filename: `meeting_${id.slice(0, 8)}.wav`,
      s3_audio_path: `meetings/audio/${id}.wav`,
    });
    const audio = await person.send('get', `/${id}/audio`).expect(200);
    expect(audio.headers['content-type']).toBe('audio/wav');
  });
});

it('a meeting whose recording did not come in time stays, and retry says what to do', async () => {
  const { id } = await awaited();
  await fixture.dataSource.manager.update(
    Recording,
    { meetingId: id },
    { expectedUntil: new Date(0) },
  );
  await waitFor('the sweeper', async () => !(await intake.isAwaited(person.scope, id)));
  const answer = await person.send('get', `/${id}`).expect(200);
  expect(answer.body).toMatchObject(asShown);
  // Neither says that it is still to come.
  expect(`${asShown.progress.note} ${withoutAudio}`).not.toContain('yet');
  await person.send('get', `/${id}/audio`).expect(404, { detail: withoutAudio });
  await post(`${id}/retry`).expect(409, {
    detail:
      'This meeting has no recording, so there is nothing to retry. Initiate the upload of one; the rest begins by itself.',
  });
});

/** The recording of a meeting comes, and its intake is told. */
async function arrive(recordingId: string, meetingId: string) {
  const objectKey = `meetings/audio/${meetingId}.wav`;
  const sound = buildTone(1);
  await fixture.writeObject(objectKey, sound.toString('latin1'));
  return connected.transact((tx) =>
    intake.markStored(person.scope, tx, recordingId, {
      objectKey,
      contentType: 'audio/wav',
      sizeBytes: sound.length,
      sha256: '0'.repeat(64),
    }),
  );
}
