import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { eventsOf } from '@memo/testing';
import { startTranscription, type TranscriptionFixture } from './test/transcription-fixture.ts';
import type { RetriedMeeting } from './transcription.schemas.ts';

let fixture: TranscriptionFixture;

beforeAll(async () => {
  fixture = await startTranscription();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.clear());

describe('POST /meetings/{meeting_id}/retry', () => {
  it('runs again what failed, whatever it failed of, and answers where the meeting is', async () => {
    const person = await fixture.person();
    const meeting = await person.failed();
    const answer = await person.post(`${meeting.id}/retry`).expect(202);
    expect(answer.body as RetriedMeeting).toMatchObject({
      id: meeting.id,
      status: 'PROCESSING',
      error: null,
      progress: { stage: 'transcribe', percent: 45, note: null },
    });
    const runs = await fixture.runsOf(meeting);
    expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'queued']);
    expect(await fixture.tickets()).toBe(1);
    expect(await person.audited()).toEqual([
      { action: 'meeting.retried', subject: meeting.id, details: { stages: 'transcribe' } },
    ]);
    expect(await eventsOf(fixture.dataSource, meeting.id)).toEqual([
      { kind: 'meeting.updated', details: { fields: ['status'] } },
    ]);
  });

  it('is answered once when it is asked for twice at the same moment', async () => {
    const person = await fixture.person();
    const { id } = await person.failed();
    const answers = await Promise.all([person.post(`${id}/retry`), person.post(`${id}/retry`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(await person.waitingRuns()).toBe(1);
    expect(await person.audited()).toHaveLength(1);
  });

  it('is refused where nothing failed, with the state the meeting is in', async () => {
    const person = await fixture.person();
    const { id } = await person.waiting();
    await person.post(`${id}/retry`).expect(409, {
      detail:
        'Nothing of this meeting has failed, so there is nothing to retry: its status is PENDING, its analytics are PENDING and its dashboard delivery is PENDING.',
    });
    expect(await person.audited()).toEqual([]);
  });

  it('asks again about the gaps of a completed meeting, which is read as before meanwhile', async () => {
    const person = await fixture.person();
    const { id } = await person.withGap('no_words');
    const answer = await person.post(`${id}/retry`).expect(202);
    expect(answer.body).toMatchObject({ status: 'PROCESSING', analytics_status: 'COMPLETED' });
    expect(await person.audited()).toEqual([
      { action: 'meeting.retried', subject: id, details: { stages: 'transcribe' } },
    ]);
    expect(await eventsOf(fixture.dataSource, id)).toEqual([
      { kind: 'meeting.updated', details: { fields: ['status'] } },
    ]);
    const shown = await fixture.api
      .get(`/api/v1/mobile/meetings/${id}`)
      .set('authorization', person.authorization)
      .expect(200);
    expect(shown.body).toMatchObject({
      transcription: [{ text: 'Hello' }],
      transcription_partial: null,
      reprocess_error: null,
    });
    await person.post(`${id}/retry`).expect(409, {
      detail:
        'This meeting runs again already, and its transcript stays readable meanwhile. Wait until its status is COMPLETED; retry it then if something is still missing.',
    });
    expect(await person.waitingRuns()).toBe(1);
  });

  it('is refused where what is missing is missing from the file, with what helps', async () => {
    const person = await fixture.person();
    const { id } = await person.withGap('missing_from_file');
    const answer = await person.post(`${id}/retry`).expect(409);
    expect(answer.body).toEqual({
      detail: expect.stringMatching(
        /is missing from the recording itself.*upload it as a new meeting\.$/,
      ),
    });
    expect(await person.waitingRuns()).toBe(0);
  });

  it('is refused where there is nothing to run yet: the recording is still to come', async () => {
    const person = await fixture.person();
    const { id } = await person.expected();
    await person.post(`${id}/retry`).expect(409);
    expect(await person.waitingRuns()).toBe(0);
  });

  it('succeeds while Redis is away', async () => {
    const person = await fixture.person();
    const meeting = await person.failed();
    fixture.redis.pause();
    const asked = person.post(`${meeting.id}/retry`).expect(202);
    await asked.then().finally(() => fixture.redis.resume());
    expect((await fixture.reload(meeting)).status).toBe('PROCESSING');
  });

  it('is open to a colleague, not to a viewer', async () => {
    const person = await fixture.person();
    const viewer = await fixture.person({ workspace: person.scope, role: 'VIEWER' });
    const colleague = await fixture.person({ workspace: person.scope, role: 'MEMBER' });
    const meeting = await person.failed();
    const refused = await viewer.post(`${meeting.id}/retry`).expect(403);
    expect(refused.body).toEqual({ detail: expect.stringContaining('Ask its owner') });
    expect((await fixture.reload(meeting)).status).toBe('FAILED');
    await colleague.post(`${meeting.id}/retry`).expect(202);
  });

  it('knows no meeting of another workspace', async () => {
    const meeting = await (await fixture.person()).failed();
    const stranger = await fixture.person();
    const notFound = { detail: 'Meeting not found' };
    await stranger.post(`${meeting.id}/retry`).expect(404, notFound);
    await stranger.post(`${newId()}/retry`).expect(404, notFound);
    expect((await fixture.reload(meeting)).status).toBe('FAILED');
  });

  it('with an id that is none answers 422', async () => {
    const person = await fixture.person();
    const answer = await person.post('42/retry').expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['path', 'meeting_id'] }] });
  });
});
