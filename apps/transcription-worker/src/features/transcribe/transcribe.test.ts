import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storedTranscript } from '@memo/testing';
import { planMeeting, type RecognizerFault, type KnownMeeting } from '@memo/testing/known-meeting';
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

it('a truthful answer is the transcript, asked for once, over speech alone', async () => {
  const truthful = fixture.listen();
  const row = await fixture.transcribe();
  expect(await fixture.verdictOf(row)).toMatchObject({
    ...nothingWrong,
    inGaps: 0,
    timingErrorMaxMs: 0,
    speakerAttribution: 1,
  });
  expect(await fixture.recognizedOf(row)).toMatchObject({
    gaps: [],
    rejectedAnswers: 0,
    loops: 0,
    sources: [{ provider: 'gemini', model: 'gemini-3.5-transcribe-001' }],
  });
  expect(truthful.asked()).toMatchObject({ calls: 1 });
  expect(truthful.asked().seconds).toBeLessThan(85);
});

const faults: [string, RecognizerFault, string][] = [
  ['times that drift apart', { kind: 'drift', stretch: 1.2 }, 'wrong_times'],
  ['times that drift together', { kind: 'drift', stretch: 0.8 }, 'wrong_times'],
  ['a loop', { kind: 'loop', times: 12 }, 'repetition_loop'],
  ['words in reverse', { kind: 'disorder', of: 'words' }, 'wrong_times'],
  ['a cut answer', { kind: 'stopped', finishReason: 'MAX_TOKENS' }, 'stopped_early'],
  ['a withheld answer', { kind: 'stopped', finishReason: 'RECITATION' }, 'stopped_early'],
  ['an end that is missing', { kind: 'missing_tail', share: 0.3 }, 'no_words'],
  ['no words at all', { kind: 'deaf' }, 'no_words'],
];

describe('a fault of one answer', () => {
  it.each<[string, RecognizerFault, string]>([
    ...faults,
    ['words in silence', { kind: 'invention', text: 'Thank you for watching.' }, ''],
  ])('is mended by the next one, and the transcript is the same: %s', async (_, fault) => {
    const truthful = fixture.listen();
    truthful.failNext(fault);
    const row = await fixture.transcribe();
    expect(await fixture.transcriptOf(row)).toEqual(truth);
    expect(await fixture.recognizedOf(row)).toMatchObject({
      gaps: [],
      rejectedAnswers: 1,
      loops: fault.kind === 'loop' ? 1 : 0,
    });
    expect(truthful.asked().calls).toBe(2);
  });

  it('is mended without another question where turns come in any order, or twice', async () => {
    const truthful = fixture.listen();
    truthful.failNext({ kind: 'disorder', of: 'turns' });
    let turns = 0;
    fixture.worker.gemini.onTranscribe(async (request) => {
      const answered = await truthful.transcribe(request);
      turns += answered.length;
      return [...answered, ...answered];
    });
    const row = await fixture.transcribe();
    expect(await fixture.transcriptOf(row)).toEqual(truth);
    expect(truthful.asked().calls).toBe(1);
    const { coverage } = await storedTranscript(fixture.worker.dataSource.manager, row.id);
    expect(coverage?.turns_given_twice).toBe(turns);
  });
});

describe('a fault of every answer', () => {
  it.each(faults)(
    'leaves a gap that says so, and no word is made up: %s',
    async (_, fault, reason) => {
      const truthful = fixture.listen({ faultFor: () => fault });
      const row = await fixture.transcribe();
      expect(row.status).toBe('COMPLETED');
      const verdict = await fixture.verdictOf(row);
      expect(verdict).toMatchObject(nothingWrong);
      expect(verdict.inGaps).toBeGreaterThan(20);
      const { gaps } = await fixture.recognizedOf(row);
      expect(new Set(gaps.map((gap) => gap.reason))).toEqual(new Set([reason]));
      expect(truthful.asked().calls).toBe(2);
    },
  );

  it('that puts words into silence costs those words and nothing else', async () => {
    const text = 'Thank you for watching.';
    const truthful = fixture.listen({ faultFor: () => ({ kind: 'invention', text }) });
    const row = await fixture.transcribe();
    expect(await fixture.verdictOf(row)).toMatchObject({ ...nothingWrong, inGaps: 0 });
    expect((await fixture.recognizedOf(row)).gaps).toEqual([]);
    expect(truthful.asked().calls).toBe(2);
  });

  it('that puts words a little too early or late is taken as it is', async () => {
    const truthful = fixture.listen({ faultFor: () => ({ kind: 'jitter', ms: 150 }) });
    const verdict = await fixture.verdictOf(await fixture.transcribe());
    expect(verdict).toMatchObject({ ...nothingWrong, inGaps: 0 });
    expect(verdict.timingErrorP95Ms).toBeLessThanOrEqual(150);
    expect(truthful.asked().calls).toBe(1);
  });
});

describe.each([0.9, 1.25])('a fault of one answer about %f minutes', (minutes) => {
  const pauses = { pauseMs: [200, 2_800] as [number, number] };
  let short: KnownMeeting;
  let sound: Buffer;

  beforeAll(async () => {
    const silences = [{ startMs: 30_000, endMs: 40_000 }];
    short = planMeeting({ seed: 41, minutes, speakers: 3, ...pauses, silences });
    sound = await record(short);
  });

  it.each<[string, RecognizerFault]>([
    ['an end that is missing', { kind: 'missing_tail', share: 0.3 }],
    ['times pressed together', { kind: 'drift', stretch: 0.8 }],
  ])('is noticed, and mended by the next one: %s', async (_, fault) => {
    const truthful = fixture.listen({}, short);
    truthful.failNext(fault);
    const row = await fixture.transcribe(sound);
    expect(await fixture.verdictOf(row, short)).toMatchObject({
      ...nothingWrong,
      ...{ inGaps: 0, timingErrorMaxMs: 0 },
    });
    expect(truthful.asked().calls).toBe(2);
  });

  it('none is suspected of a truthful one', async () => {
    const truthful = fixture.listen({}, short);
    const row = await fixture.transcribe(sound);
    expect(await fixture.verdictOf(row, short)).toMatchObject({ ...nothingWrong, inGaps: 0 });
    expect(truthful.asked().calls).toBe(1);
  });
});

describe('a longer recording', () => {
  let long: KnownMeeting;
  let sound: Buffer;

  beforeAll(async () => {
    long = planMeeting({ seed: 42, minutes: 8.2, speakers: 2 });
    sound = await record(long);
  });

  it('that is answered only in halves has every word once', async () => {
    const stopped = { kind: 'stopped', finishReason: 'MAX_TOKENS' } as const;
    const truthful = fixture.listen(
      {
        cutWords: 'fragment',
        faultFor: ({ audioMs }) => (audioMs > 300_000 ? stopped : undefined),
      },
      long,
    );
    const row = await fixture.transcribe(sound);
    expect(await fixture.verdictOf(row, long)).toMatchObject({ ...nothingWrong, inGaps: 0 });
    expect(await fixture.recognizedOf(row)).toMatchObject({
      gaps: [],
      pieces: [{}, {}],
      rejectedAnswers: 2,
    });
    expect(truthful.asked().calls).toBe(4);
  }, 60_000);

  it('of which one half is never answered well has a gap there and every word of the other', async () => {
    const truthful = fixture.listen(
      {
        cutWords: 'fragment',
        faultFor: ({ startMs }) =>
          startMs !== null && startMs < 60_000 ? { kind: 'loop', times: 12 } : undefined,
      },
      long,
    );
    const row = await fixture.transcribe(sound);
    const verdict = await fixture.verdictOf(row, long);
    expect(verdict).toMatchObject(nothingWrong);
    const { gaps, loops } = await fixture.recognizedOf(row);
    expect(new Set(gaps.map(({ reason }) => reason))).toEqual(new Set(['repetition_loop']));
    expect(gaps.at(-1)?.endMs).toBeLessThan(280_000);
    expect(loops).toBe(4);
    expect(truthful.asked().calls).toBe(5);
  }, 60_000);
});
