import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId, StageRun } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { Transcript } from '@memo/entities/transcripts';
import { keepGeneration } from '@memo/meetings';
import { buildMeeting, eventsOf, waitFor } from '@memo/testing';
import type { WireGenerations } from './reprocess.schemas.ts';
import {
  startTranscription,
  type Person,
  type TranscriptionFixture,
} from './test/transcription-fixture.ts';

let fixture: TranscriptionFixture;

beforeAll(async () => {
  fixture = await startTranscription();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.clear());

const completed = (person: Person) => person.withGap('missing_from_file');

const read = async ({ authorization }: Person, path: string): Promise<unknown> => {
  const answer = await fixture.api
    .get(`/api/v1/mobile/meetings/${path}`)
    .set('authorization', authorization)
    .expect(200);
  return answer.body;
};

const generations = async (person: Person, id: string) =>
  ((await read(person, `${id}/generations`)) as WireGenerations).generations;

it('a completed meeting is made anew beside what is shown, once, however many ask', async () => {
  const person = await fixture.person();
  const { id } = await completed(person);
  const ask = () => person.post(`${id}/reprocess`).send({ from: 'transcribe', languages: ['DE'] });
  const answers = await Promise.all([ask(), ask()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  const [begun, refused] = answers.toSorted((a, b) => a.status - b.status);
  expect(begun?.body).toMatchObject({ id, status: 'PROCESSING', analytics_status: 'COMPLETED' });
  expect(begun?.body).toMatchObject({ generation: 2 });
  expect(refused?.body).toEqual({
    detail:
      'This meeting runs again already, and its transcript stays readable meanwhile. Wait until its status is COMPLETED; reprocess it then.',
  });
  expect(await person.waitingRuns()).toBe(2);
  const details = { from: 'transcribe', provider: null, model: null };
  expect(await person.audited()).toEqual([{ action: 'meeting.reprocessed', subject: id, details }]);
  expect(await eventsOf(fixture.dataSource, id)).toEqual([
    { kind: 'meeting.updated', details: { fields: ['status'] } },
  ]);
  expect(await read(person, id)).toMatchObject({ transcription: [{ text: 'Hello' }] });
  expect((await fixture.reload({ id })).reprocess).toEqual({
    from: 'transcribe',
    languages: ['de'],
  });
  expect(await generations(person, id)).toMatchObject([
    { generation: 2, state: 'running', from: 'transcribe', transcription_engine: null },
    { generation: 1, state: 'shown', from: 'upload', coverage_share: 0.9166 },
  ]);
  await person.post(`${id}/generations/1/restore`).expect(409);
});

it('the first generation is not said to be shown before there is something to show', async () => {
  const person = await fixture.person();
  for (const [status, state] of [
    ['PROCESSING', 'running'],
    ['FAILED', 'failed'],
  ] as const) {
    const { id } = await buildMeeting(fixture.dataSource.manager, person.scope, { status });
    expect(await generations(person, id)).toMatchObject([{ generation: 1, state, shown: false }]);
  }
});

it('an engine that is not configured is refused with those that are, and so is what would do nothing', async () => {
  const person = await fixture.person();
  const { id } = await completed(person);
  const refused = async (body: object) => {
    const answer = await person.post(`${id}/reprocess`).send(body).expect(422);
    const [first] = (answer.body as { detail: { loc: string[]; msg: string }[] }).detail;
    return `${first?.loc.at(-1)} ${first?.msg}`;
  };
  const transcribe = { from: 'transcribe' };
  expect(await refused({ ...transcribe, provider: 'deepgram' })).toMatch(
    /^provider is not configured here; there is: .*offline \(/,
  );
  expect(await refused({ ...transcribe, provider: 'offline', model: 'better' })).toMatch(
    /^model is not configured here/,
  );
  expect(await refused({ from: 'summarize', provider: 'offline' })).toMatch(
    /^provider does nothing/,
  );
  expect(await refused({ from: 'assemble', languages: [] })).toMatch(/^languages does nothing/);
  expect(await refused({ ...transcribe, languages: ['English'] })).toMatch(/BCP-47/);
  const unknown = { from: 'summarize', template_id: newId() };
  const detail = 'Template not found';
  await person.post(`${id}/reprocess`).send(unknown).expect(404, { detail });
  expect(await person.waitingRuns()).toBe(0);
});

it('a meeting that was never completed, or has lost its recording, is refused with what helps', async () => {
  const person = await fixture.person();
  const reason = async ({ id }: { id: string }, from: string) => {
    const answer = await person.post(`${id}/reprocess`).send({ from }).expect(409);
    return (answer.body as { detail: string }).detail;
  };
  expect(await reason(await person.failed(), 'transcribe')).toContain('/retry');
  expect(await reason(await person.waiting(), 'summarize')).toContain('for the first time');

  const meeting = await completed(person);
  const chunks = [{ side: null, startMs: 0, endMs: 9, audio: { key: 'gone', sha256: '' } }];
  const prepare = { meetingId: meeting.id, stage: 'prepare' } as const;
  await fixture.dataSource.manager.update(StageRun, prepare, { result: { chunks } });
  expect(await reason(meeting, 'transcribe')).toContain('not stored any more');
  expect(await reason(meeting, 'assemble')).toContain('Send from: "transcribe"');
  await person.post(`${meeting.id}/reprocess`).send({ from: 'summarize' }).expect(202);
});

it('a generation that was looked at and is shown no more is not what another is begun from', async () => {
  const person = await fixture.person();
  const { id } = await completed(person);
  const holder = fixture.dataSource.createQueryRunner();
  await holder.startTransaction();
  await holder.query('SELECT FROM meetings WHERE id = $1 FOR UPDATE', [id]);
  const asking = person.post(`${id}/reprocess`).send({ from: 'transcribe' });
  const answered = asking.then((answer) => answer);
  await waitFor('the request to wait for the meeting', async () => {
    const [locks] = await fixture.dataSource.query<{ waiting: boolean }[]>(
      `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
        AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())) AS waiting`,
    );
    return locks?.waiting;
  });
  // Of what is shown from now on, the chunks are not stored any more.
  const runs = await fixture.runsOf({ id });
  const chunks = [0, 1].map(() => ({ side: null, startMs: 0, endMs: 9, audio: { key: 'gone' } }));
  const prepared = { chunks };
  for (const { stage, part, status, workspaceId } of runs) {
    const result = stage === 'prepare' ? prepared : {};
    const run = { stage, part, status, result, workspaceId, meetingId: id, generation: 2 };
    await holder.manager.insert(StageRun, { id: newId(), ...run });
  }
  await holder.query('UPDATE meetings SET generation = 2 WHERE id = $1', [id]);
  await holder.commitTransaction();
  await holder.release();
  const refused = await answered;
  expect(refused.status).toBe(409);
  expect((refused.body as { detail: string }).detail).toContain('not stored any more');
  expect((await fixture.reload({ id })).nextGeneration).toBeNull();
});

it('an earlier generation is listed, and brought back as it was but for names given since', async () => {
  const person = await fixture.person();
  const { id } = await completed(person);
  const { dataSource } = fixture;
  const { rows } = createDatabase(dataSource);
  const { manager } = dataSource;
  const { workspaceId } = person.scope;
  const speaker = { workspaceId, meetingId: id, key: 'S1', label: 'Speaker1', side: null };
  await manager.insert(MeetingSpeaker, { ...speaker, id: newId() });
  await manager.update(Meeting, { id }, { summary: 'The first.', analyticsData: { words: 1 } });
  const before = await read(person, id);
  await createTransact(dataSource)((tx) => keepGeneration(rows(person.scope, tx), id));
  const second = { generation: 2, summary: 'The second.', analyticsData: { words: 2 } };
  await manager.update(Meeting, { id }, second);
  await manager.update(MeetingSpeaker, { meetingId: id }, { name: 'Ann' });

  const answer = await person.post(`${id}/generations/1/restore`).expect(200);
  expect(answer.body).toMatchObject({
    generations: [
      { generation: 2, state: 'kept', shown: false, speakers: ['Ann'] },
      { generation: 1, state: 'shown', shown: true, speakers: ['Ann'], reprocess_error: null },
    ],
  });
  expect(await read(person, id)).toMatchObject({
    ...(before as object),
    ...{ dashboard_status: 'PENDING', updated_at: expect.anything() },
    transcription: [{ text: 'Hello', speaker: 'Ann' }],
  });
  expect(await person.audited()).toEqual([
    { action: 'meeting.generation_restored', subject: id, details: { generation: 1 } },
  ]);
  await person.post(`${id}/generations/1/restore`).expect(409, {
    detail: 'Generation 1 is what is shown already.',
  });
  await person.post(`${id}/generations/9/restore`).expect(404, { detail: 'Generation not found' });
});

it('an earlier generation that comes back has nobody named after somebody else', async () => {
  const person = await fixture.person();
  const { id } = await completed(person);
  const { dataSource } = fixture;
  const { manager } = dataSource;
  const { workspaceId } = person.scope;
  const speaker = (n: number, name: string | null) => {
    const label = `Speaker${n}`;
    return { id: newId(), workspaceId, meetingId: id, key: `S${n}`, label, side: null, name };
  };
  const says = async (...keys: string[]) => {
    const segments = keys.map((speakerKey, index) => {
      const startMs = index * 10_000;
      return { id: index, speakerKey, text: 'Hello', startMs, endMs: startMs + 5_000, words: [] };
    });
    await manager.update(Transcript, { meetingId: id }, { segments });
  };
  await says('S1', 'S2');
  await manager.insert(MeetingSpeaker, [speaker(1, 'Ann'), speaker(2, null)]);
  const { rows } = createDatabase(dataSource);
  await createTransact(dataSource)((tx) => keepGeneration(rows(person.scope, tx), id));
  // An engine that hears one person, who is Ann by most of what she says.
  await says('S1', 'S1');
  await manager.update(Meeting, { id }, { generation: 2 });
  await manager.delete(MeetingSpeaker, { meetingId: id });
  await manager.insert(MeetingSpeaker, speaker(1, 'Ann'));

  await person.post(`${id}/generations/1/restore`).expect(200);
  const found = await manager.findBy(MeetingSpeaker, { meetingId: id });
  expect(found.map(({ key, name }) => [key, name]).sort()).toEqual([
    ['S1', 'Ann'],
    ['S2', null],
  ]);
});

it('a meeting of another workspace is not there, and a viewer may only look', async () => {
  const person = await fixture.person();
  const { id } = await completed(person);
  const stranger = await fixture.person();
  const notFound = { detail: 'Meeting not found' };
  await stranger.post(`${id}/reprocess`).send({ from: 'summarize' }).expect(404, notFound);
  await stranger.post(`${id}/generations/1/restore`).expect(404, notFound);
  await fixture.api
    .get(`/api/v1/mobile/meetings/${id}/generations`)
    .set('authorization', stranger.authorization)
    .expect(404, notFound);
  await fixture.dataSource.manager.update(Meeting, { id }, { deletedAt: new Date() });
  await fixture.api
    .get(`/api/v1/mobile/meetings/${id}/generations`)
    .set('authorization', person.authorization)
    .expect(404, notFound);
  await fixture.dataSource.manager.update(Meeting, { id }, { deletedAt: null });
  const viewer = await fixture.person({ workspace: person.scope, role: 'VIEWER' });
  await viewer.post(`${id}/reprocess`).send({ from: 'summarize' }).expect(403);
  expect(await generations(viewer, id)).toMatchObject([{ generation: 1, state: 'shown' }]);
});
