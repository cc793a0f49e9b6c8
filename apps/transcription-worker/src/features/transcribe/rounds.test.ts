import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId, type Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import { eventsOf, storedTranscript } from '@memo/testing';
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
  const run = { runId: newId(), epoch: 2, attempts: 0, crashes: 0, ageMs: 0 };
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
