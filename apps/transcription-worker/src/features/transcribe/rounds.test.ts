import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId, Template, type Reprocess } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import { createGenerations } from '@memo/meetings';
import { eventsOf, storedTranscript } from '@memo/testing';
import { answerNote } from '@memo/testing/gemini';
import { startTranscribing, type TranscribeFixture } from '../../../test/transcribe-fixture.ts';
import { createTranscribeRepository } from './transcribe.repository.ts';

let fixture: TranscribeFixture;
/** A meeting whose end was answered badly every time. Tries that come to nothing leave it as it was for the next test. */
let row: Meeting;

beforeAll(async () => {
  fixture = await startTranscribing();
  fixture.listen({ faultFor: () => ({ kind: 'missing_tail', share: 0.3 }) });
  row = await fixture.transcribe();
  await makeOld();
});

afterAll(() => fixture.close());

const manager = () => fixture.worker.dataSource.manager;
const shown = () => manager().findOneByOrFail(Transcript, { meetingId: row.id });

/** Asks for what the transcript lacks, and waits for what comes of it. */
async function retry(): Promise<Meeting> {
  const { dataSource, pipeline, scope, settled } = fixture.worker;
  const answer = await createTransact(dataSource)((tx) => pipeline.retry(scope, tx, row.id));
  expect(answer).toEqual({ kind: 'retried', stages: ['transcribe'] });
  return settled(row, { timeoutMs: 60_000 });
}

/** As release 0.2.0 left it. */
async function makeOld(): Promise<void> {
  const { segments } = await storedTranscript(manager(), row.id);
  const old = { segments, generationId: null, nextSegmentId: null };
  await manager().update(Transcript, { meetingId: row.id }, old);
  await manager().delete(TranscriptGeneration, { meetingId: row.id });
}

it('a gap that is answered badly again leaves transcript and note as they were, and the meeting says so', async () => {
  const before = await shown();
  const deaf = fixture.listen({ faultFor: () => ({ kind: 'deaf' }) });
  expect(await retry()).toMatchObject({
    ...{ status: 'COMPLETED', generation: 1, nextGeneration: null, summary: 'They met.' },
    reprocessError: { code: 'gaps_remain', stage: 'assemble', retryable: true },
  });
  expect(deaf.asked().calls).toBe(2);
  expect(await shown()).toEqual(before);
  // A chunk of it that was still to be asked about then is not asked about as a whole, as one of a first generation is.
  const { workspaceId, userId, id: meetingId } = row;
  const run = {
    runId: newId(),
    epoch: 2,
    attempts: 0,
    crashes: 0,
    ageMs: 0,
    waits: 0,
    waitingFor: null,
    waitingMs: 0,
    material: null,
    traceParent: null,
  };
  const chunk = { meetingId, stage: 'transcribe', part: 0, generation: 2 } as const;
  const repository = createTranscribeRepository(fixture.worker.database);
  const asking = repository.beside({ ...run, ...chunk, workspaceId, userId });
  await expect(asking).rejects.toMatchObject({ kind: 'conflict' });
});

it('a gap is filled for its own price, though the note fails at first, and names stay with who spoke', async () => {
  const ann = { meetingId: row.id, name: 'Ann' };
  await manager().update(MeetingSpeaker, { meetingId: row.id, key: 'S1' }, { name: 'Ann' });
  const truthful = fixture.listen();
  const before = await shown();
  fixture.worker.gemini.failNext({ kind: 'suspended_key' }, 'generate');
  expect(await retry()).toMatchObject({
    ...{ status: 'COMPLETED', generation: 1, reprocessError: { stage: 'summarize' } },
  });
  expect(await shown()).toEqual(before);

  expect(await retry()).toMatchObject({
    ...{ status: 'COMPLETED', error: null, reprocessError: null, needsReview: false },
    ...{ nextGeneration: null, reprocess: null, generation: 4 },
  });
  expect(await fixture.verdictOf(row)).toMatchObject({
    ...{ lost: 0, doubled: 0, invented: 0, orderErrors: 0, textMismatches: 0 },
    ...{ inGaps: 0, speakerAttribution: 1 },
  });
  expect(await manager().findBy(MeetingSpeaker, ann)).toMatchObject([{ key: 'S1' }]);
  // Once about the gap, and once to compare the voices in it with those of before: what was answered is found.
  expect(truthful.asked()).toMatchObject({ calls: 2, answeredAgain: 0 });
  expect(truthful.asked().seconds).toBeLessThan(45);
  const kinds = (await eventsOf(fixture.worker.dataSource, row.id)).map(({ kind }) => kind);
  expect(kinds.slice(-3)).toEqual(['transcript.changed', 'note.changed', 'meeting.completed']);
});

const note = async ({ id }: Meeting) => {
  const { status, summary, languages, needsReview } = await manager().findOneByOrFail(Meeting, {
    id,
  });
  return { status, summary, languages, needsReview };
};

const speakers = async () => {
  const found = await manager().findBy(MeetingSpeaker, { meetingId: row.id });
  return found
    .map(({ key, label, side, name }) => ({ key, label, side, name }))
    .sort((a, b) => a.key.localeCompare(b.key));
};

async function reprocess(
  asked: Reprocess & { from: 'transcribe' | 'summarize' },
): Promise<Meeting> {
  const { dataSource, pipeline, scope, settled } = fixture.worker;
  const { generation } = await manager().findOneByOrFail(Meeting, { id: row.id });
  const answer = await createTransact(dataSource)((tx) =>
    pipeline.reprocess(scope, tx, row.id, { asked, sound: { generation, anew: false } }),
  );
  expect(answer).toEqual({ kind: 'begun', stages: [asked.from] });
  return settled(row, { timeoutMs: 60_000 });
}

async function bringBack(generation: number): Promise<void> {
  const { dataSource, database, pipeline, scope } = fixture.worker;
  const meeting = { meetingId: row.id, generation };
  const answer = await createTransact(dataSource)((tx) =>
    pipeline.restore(scope, tx, meeting, () =>
      createGenerations(database).bringBack(scope, tx, meeting),
    ),
  );
  expect(answer).toMatchObject({ kind: 'restored' });
}

it('a meeting made anew reads as before meanwhile, pays for nothing twice, and can be brought back as it was', async () => {
  const before = { shown: await shown(), note: await note(row), speakers: await speakers() };
  const { gemini } = fixture.worker;
  const truthful = fixture.listen();
  const readMeanwhile: Transcript[] = [];
  gemini.onTranscribe(async (request) => {
    readMeanwhile.push(await shown());
    return truthful.transcribe(request);
  });
  expect(await reprocess({ from: 'transcribe', languages: ['de'] })).toMatchObject({
    ...{ status: 'COMPLETED', reprocessError: null, generation: 5, languages: ['de'] },
    // About the same words there is a note.
    summary: 'They met.',
  });
  expect(truthful.asked()).toMatchObject({ calls: 1, answeredAgain: 0 });
  expect(readMeanwhile).toEqual([before.shown]);
  expect((await speakers()).map(({ name }) => name)).toContain('Ann');
  expect((await shown()).generationId).not.toBe(before.shown.generationId);

  // The same questions of the same engine.
  expect((await reprocess({ from: 'transcribe', languages: ['de'] })).generation).toBe(6);
  expect(truthful.asked().calls).toBe(1);

  // Another note about the same words.
  const words = await shown();
  gemini.onGenerate(answerNote({ summary: 'They decided.' }));
  const templateId = newId();
  const template = { id: templateId, title: 'Decisions', summaryPrompt: 'What was decided?' };
  await manager().insert(Template, {
    ...template,
    workspaceId: row.workspaceId,
  });
  expect(await reprocess({ from: 'summarize', templateId })).toMatchObject({
    ...{ generation: 7, summary: 'They decided.', templateId },
  });
  expect(await shown()).toEqual(words);

  await bringBack(4);
  expect({ shown: await shown(), note: await note(row), speakers: await speakers() }).toEqual(
    before,
  );
  const { database, scope } = fixture.worker;
  const listed = await createGenerations(database).list(scope, row.id);
  expect(listed.map(({ generation, state }) => [generation, state])).toEqual([
    ...[
      [7, 'kept'],
      [6, 'kept'],
      [5, 'kept'],
      [4, 'shown'],
      [3, 'failed'],
      [2, 'failed'],
      [1, 'kept'],
    ],
  ]);
  expect(listed.at(-1)).toMatchObject({ provider: 'gemini', speakers: expect.anything() });
});

it('an engine that understands nothing takes no transcript away', async () => {
  const [before, { generation }] = [
    await shown(),
    await manager().findOneByOrFail(Meeting, { id: row.id }),
  ];
  const deaf = fixture.listen({ faultFor: () => ({ kind: 'deaf' }) });
  expect(await reprocess({ from: 'transcribe', languages: ['fr'] })).toMatchObject({
    ...{ status: 'COMPLETED', generation },
    reprocessError: { code: 'nothing_understood', stage: 'assemble' },
  });
  expect(deaf.asked().calls).toBeGreaterThan(0);
  expect(await shown()).toEqual(before);
});
