import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptGeneration } from '@memo/entities/transcripts';
import { eventsOf, storedTranscript } from '@memo/testing';
import { planMeeting, type RecognizerFault } from '@memo/testing/known-meeting';
import {
  record,
  startTranscribing,
  type TranscribeFixture,
} from '../../../test/transcribe-fixture.ts';

let fixture: TranscribeFixture;
let truth: Awaited<ReturnType<TranscribeFixture['transcriptOf']>>;

beforeAll(async () => {
  fixture = await startTranscribing();
  fixture.listen();
  truth = await fixture.transcriptOf(await fixture.transcribe());
});

afterAll(() => fixture.close());

const nothingWrong = { lost: 0, doubled: 0, invented: 0, orderErrors: 0, textMismatches: 0 };
const noTail: RecognizerFault = { kind: 'missing_tail', share: 0.3 };

/** The gap is asked about once, and the voices in it are compared with those of before. */
const gapAndLineUp = { calls: 2, answeredAgain: 0 };

const manager = () => fixture.worker.dataSource.manager;
const reload = ({ id }: Meeting) => manager().findOneByOrFail(Meeting, { id });

/** Asks for what the transcript lacks, and waits for what comes of it. */
async function retry(row: Meeting): Promise<Meeting> {
  const { dataSource, pipeline, scope, settled } = fixture.worker;
  const answer = await createTransact(dataSource)((tx) => pipeline.retry(scope, tx, row.id));
  expect(answer).toEqual({ kind: 'retried', stages: ['transcribe'] });
  return settled(row, { timeoutMs: 60_000 });
}

/** A meeting whose end was answered badly every time. */
async function withGap(): Promise<Meeting> {
  fixture.listen({ faultFor: () => noTail });
  const row = await fixture.transcribe();
  expect((await fixture.recognizedOf(row)).gaps).not.toEqual([]);
  return row;
}

/** As release 0.2.0 left it. */
async function makeOld({ id: meetingId }: Meeting): Promise<void> {
  const { segments } = await storedTranscript(manager(), meetingId);
  const old = { segments, generationId: null, nextSegmentId: null };
  await manager().update(Transcript, { meetingId }, old);
  await manager().delete(TranscriptGeneration, { meetingId });
}

describe('a gap that is asked about again', () => {
  it.each(['new', 'old'])(
    'is filled for the price of the gap, in a transcript of the %s form',
    async (form) => {
      const row = await withGap();
      if (form === 'old') await makeOld(row);
      const truthful = fixture.listen();
      const filled = await retry(row);
      expect(filled).toMatchObject({
        ...{ status: 'COMPLETED', generation: 2, nextGeneration: null, reprocess: null },
        ...{ error: null, reprocessError: null, needsReview: false },
      });
      const { segments, speakers } = await fixture.transcriptOf(row);
      expect(segments.map(({ text }) => text).join(' ')).toEqual(
        truth.segments.map(({ text }) => text).join(' '),
      );
      expect(speakers).toEqual(truth.speakers);
      expect(await fixture.verdictOf(row)).toMatchObject({
        ...nothingWrong,
        ...{ inGaps: 0, speakerAttribution: 1 },
      });
      expect(truthful.asked()).toMatchObject(gapAndLineUp);
      expect(truthful.asked().seconds).toBeLessThan(45);
      const kinds = (await eventsOf(fixture.worker.dataSource, row.id)).map(({ kind }) => kind);
      expect(kinds.slice(-3)).toEqual(['transcript.changed', 'note.changed', 'meeting.completed']);
    },
  );

  it('leaves names with who spoke', async () => {
    const row = await withGap();
    await manager().update(MeetingSpeaker, { meetingId: row.id, key: 'S1' }, { name: 'Ann' });
    fixture.listen();
    await retry(row);
    const speakers = await manager().findBy(MeetingSpeaker, { meetingId: row.id });
    expect(speakers.filter(({ name }) => name === 'Ann')).toMatchObject([{ key: 'S1' }]);
  });

  it('and answered badly again leaves transcript and note as they were, and says so', async () => {
    const row = await withGap();
    const before = await manager().findOneByOrFail(Transcript, { meetingId: row.id });
    fixture.listen({ faultFor: () => ({ kind: 'deaf' }) });
    expect(await retry(row)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 1, nextGeneration: null, summary: 'They met.' },
      reprocessError: { code: 'gaps_remain', stage: 'assemble', retryable: true },
    });
    expect(await manager().findOneByOrFail(Transcript, { meetingId: row.id })).toEqual(before);
  });

  it('is asked about anew each time: a bad answer that was kept is not found', async () => {
    const row = await withGap();
    const deaf = fixture.listen({ faultFor: () => ({ kind: 'deaf' }) });
    await retry(row);
    expect(deaf.asked().calls).toBe(2);
    const truthful = fixture.listen();
    expect(await retry(row)).toMatchObject({ generation: 3, reprocessError: null });
    expect(truthful.asked()).toMatchObject(gapAndLineUp);
    expect(await fixture.verdictOf(row)).toMatchObject({ ...nothingWrong, inGaps: 0 });
  });

  it('in vain, because the engine is out of order, leaves the meeting COMPLETED', async () => {
    const row = await withGap();
    fixture.listen({
      faultFor: () => ({ kind: 'provider', fault: { kind: 'suspended_key' } }),
    });
    const failed = await retry(row);
    expect(failed).toMatchObject({ status: 'COMPLETED', generation: 1, error: null });
    expect(failed.reprocessError).toMatchObject({ stage: 'transcribe' });
    const { segments } = await fixture.transcriptOf(row);
    expect(segments.length).toBeGreaterThan(0);
  });

  it('whose note then fails is shown with the next note, and paid for once', async () => {
    const row = await withGap();
    const truthful = fixture.listen();
    const { gemini } = fixture.worker;
    const answering = await reload(row);
    gemini.failNext({ kind: 'suspended_key' }, 'generate');
    expect(await retry(row)).toMatchObject({
      ...{ status: 'COMPLETED', generation: 1, summary: answering.summary },
      reprocessError: { stage: 'summarize' },
    });
    expect(await fixture.verdictOf(row)).toMatchObject({ doubled: 0 });
    expect(await retry(row)).toMatchObject({ generation: 3, reprocessError: null });
    expect(truthful.asked()).toMatchObject(gapAndLineUp);
  });
});

it('half of a long recording that was never answered well is had in the next round, at the price of that half', async () => {
  const long = planMeeting({ seed: 42, minutes: 8.2, speakers: 2 });
  const sound = await record(long);
  fixture.listen(
    {
      cutWords: 'fragment',
      faultFor: ({ startMs }) =>
        startMs !== null && startMs < 60_000 ? { kind: 'loop', times: 12 } : undefined,
    },
    long,
  );
  const row = await fixture.transcribe(sound);
  const { gaps } = await fixture.recognizedOf(row);
  const truthful = fixture.listen({ cutWords: 'fragment' }, long);
  await retry(row);
  expect(await fixture.verdictOf(row, long)).toMatchObject({ ...nothingWrong, inGaps: 0 });
  const missing = gaps.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / 1_000;
  // With 6 s on either side, and a line-up of at most 4 % of the speech.
  expect(truthful.asked().seconds).toBeLessThan(missing + 12 + 0.04 * 8.2 * 60);
}, 90_000);
