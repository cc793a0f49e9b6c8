import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import type { StageClaim } from '@memo/pipeline';
import {
  buildAccount,
  buildMeeting,
  buildTranscript,
  createTestDatabase,
  storedTranscript,
  type TestDatabase,
  type TranscriptForm,
  type UserScope,
} from '@memo/testing';
import type { Segment } from '@memo/transcript';
import {
  createAssembleRepository,
  type AssembledTranscript,
  type AssembleRepository,
} from './assemble.repository.ts';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});
afterAll(() => database.close());

const said = (...texts: string[]): Segment[] =>
  texts.map((text, id) => {
    const times = { startMs: id * 1_000, endMs: id * 1_000 + 900 };
    return { id, speakerKey: 'S1', text, ...times, words: [{ text, ...times }] };
  });

const transcriptOf = (segments: Segment[]): AssembledTranscript => ({
  segments,
  speakers: [{ key: 'S1', label: 'Speaker1', side: null }],
  provider: 'another',
  model: 'newer',
  coverage: {
    ...{ speech_ms: 2_000, transcribed_ms: 2_000, share: 1, gaps: [], chunks: 1 },
    ...{ chunks_retried: 0, loops_removed: 0, seams_repaired: 0, speakers_matched: 0 },
  },
  needsReview: false,
});

const claimOf = (meetingId: string, generation: number): StageClaim => ({
  ...{
    runId: newId(),
    meetingId,
    workspaceId: scope.workspaceId,
    userId: scope.userId,
    generation,
  },
  ...{
    stage: 'assemble',
    part: 0,
    epoch: 1,
    attempts: 0,
    crashes: 0,
    ageMs: 0,
    waits: 0,
    waitingFor: null,
    waitingMs: 0,
    material: null,
    traceParent: null,
  },
});

const aRepository = (): AssembleRepository =>
  createAssembleRepository(createDatabase(database.dataSource));

/** Makes these the transcript of a run of the meeting. */
async function save(meetingId: string, generation: number, segments: Segment[]): Promise<void> {
  const { dataSource } = database;
  const repository = aRepository();
  await createTransact(dataSource)((tx) =>
    repository.saveTranscript(claimOf(meetingId, generation), tx, transcriptOf(segments)),
  );
}

/** A meeting in which Ann said one word, and another, as it was transcribed first. */
async function aTranscribedMeeting(form: TranscriptForm): Promise<string> {
  const { manager } = database.dataSource;
  const { id: meetingId } = await buildMeeting(manager, scope, { generation: 2 });
  await buildTranscript(manager, scope, meetingId, [], { segments: said('One', 'Tow') }, form);
  const { workspaceId } = scope;
  const ann = { key: 'S1', label: 'Speaker1', name: 'Ann' };
  await manager.insert(MeetingSpeaker, { id: newId(), workspaceId, meetingId, ...ann });
  return meetingId;
}

const generationsOf = (meetingId: string) =>
  database.dataSource.manager.find(TranscriptGeneration, {
    where: { meetingId },
    order: { createdAt: 'ASC' },
  });

const currentOf = (meetingId: string) =>
  database.dataSource.manager.findOneByOrFail(Transcript, { meetingId });

describe.each<TranscriptForm>(['new', 'old'])(
  'a meeting with a transcript of the %s form that is transcribed anew',
  (form) => {
    it('is read as it was recognized last, and keeps what was recognized before, word by word', async () => {
      const id = await aTranscribedMeeting(form);
      await save(id, 2, said('One', 'Two'));
      const [before, now] = await generationsOf(id);
      expect(before).toMatchObject({ provider: 'test', generation: form === 'old' ? null : 1 });
      expect(before?.segments.map(({ text }) => text)).toEqual(['One', 'Tow']);
      expect(before?.words).toEqual(
        said('One', 'Tow').map(({ id: own, words }) => ({ id: own, words })),
      );
      expect(now).toMatchObject({ provider: 'another', model: 'newer', generation: 2 });
      expect(await currentOf(id)).toMatchObject({ generationId: now?.id, provider: 'another' });
      const { segments } = await storedTranscript(database.dataSource.manager, id);
      expect(segments).toEqual(said('One', 'Two'));
    });

    it('keeps the names that were given to its speakers', async () => {
      const id = await aTranscribedMeeting(form);
      await save(id, 2, said('One', 'Two'));
      const { manager } = database.dataSource;
      const speakers = await manager.findBy(MeetingSpeaker, { meetingId: id });
      expect(speakers).toMatchObject([{ key: 'S1', name: 'Ann' }]);
    });

    it('is found by what was recognized last alone', async () => {
      const id = await aTranscribedMeeting(form);
      await save(id, 2, said('One', 'Two'));
      const found: { words: string }[] = await database.dataSource.query(
        'SELECT words::text FROM meeting_search WHERE meeting_id = $1',
        [id],
      );
      expect(found).toEqual([{ words: "'one':1 'two':2" }]);
    });
  },
);

it('an id that was given to a segment once is not given anew after another run', async () => {
  const id = await aTranscribedMeeting('new');
  const { manager } = database.dataSource;
  await manager.update(Transcript, { meetingId: id }, { nextSegmentId: 7, segments: [] });
  await save(id, 2, said('One', 'Two'));
  expect(await currentOf(id)).toMatchObject({ nextSegmentId: 7, segments: [{ id: 0 }, { id: 1 }] });
  await manager.update(Meeting, { id }, { generation: 3 });
  await save(id, 3, said(...Array.from({ length: 9 }, (_, index) => `w${index}`)));
  expect(await currentOf(id)).toMatchObject({ nextSegmentId: 9 });
});

it('a run whose transaction does not commit leaves the transcript that was there', async () => {
  const id = await aTranscribedMeeting('old');
  const { dataSource } = database;
  const repository = aRepository();
  const failing = createTransact(dataSource)(async (tx) => {
    await repository.saveTranscript(claimOf(id, 2), tx, transcriptOf(said('Other')));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await generationsOf(id)).toEqual([]);
  expect(await currentOf(id)).toMatchObject({ generationId: null, segments: said('One', 'Tow') });
});

it('a first transcript makes the first generation', async () => {
  const { id } = await buildMeeting(database.dataSource.manager, scope);
  await save(id, 1, said('Hello'));
  expect(await generationsOf(id)).toMatchObject([{ generation: 1, segments: [{ words: [] }] }]);
  expect(await currentOf(id)).toMatchObject({ nextSegmentId: 1, segments: [{ text: 'Hello' }] });
});

it('a transcript of a generation that was given up, or is not shown any more, changes nothing', async () => {
  const id = await aTranscribedMeeting('new');
  const before = await currentOf(id);
  for (const generation of [1, 3]) {
    await expect(save(id, generation, said('Late'))).rejects.toMatchObject({ kind: 'conflict' });
  }
  expect(await currentOf(id)).toEqual(before);
});
