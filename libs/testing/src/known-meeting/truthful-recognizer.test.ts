import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAi } from '@memo/ai';
import { checkRecognition } from '@memo/transcript';
import { startGeminiEmulator, type GeminiEmulator } from '../gemini/index.ts';
import { waitFor } from '../wait-for.ts';
import {
  createTruthfulRecognizer,
  judge,
  planMeeting,
  writeRecording,
  type RecognizerFault,
  type JudgedSegment,
  type KnownMeeting,
  type TruthfulRecognizer,
} from './index.ts';

let meeting: KnownMeeting;
let emulator: GeminiEmulator;
let truthful: TruthfulRecognizer;
let directory: string;

beforeAll(() => {
  const silences = [{ startMs: 24_000, endMs: 36_000 }];
  meeting = planMeeting({ seed: 31, minutes: 1, speakers: 3, silences });
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-truthful-'));
  emulator = await startGeminiEmulator();
  listen(createTruthfulRecognizer({ meetings: [meeting] }));
});

afterEach(async () => {
  await emulator.close();
  await rm(directory, { recursive: true });
});

function listen(recognizer: TruthfulRecognizer) {
  truthful = recognizer;
  emulator.onTranscribe(truthful.transcribe);
}

async function recognize(startMs = 0, endMs = meeting.durationMs, known = meeting) {
  const audioPath = join(directory, `${startMs}-${endMs}.wav`);
  await writeRecording(known, audioPath, { span: { startMs, endMs } });
  const { apiKey, baseUrl } = emulator;
  const models = { transcribeModel: 'gemini-3.5-transcribe', textModel: 'gemini-3.8-flash' };
  const gemini = {
    apiKey,
    baseUrl,
    ...models,
    transcribeMode: 'dedicated',
    ...{ wordTimes: true, requestLimitMs: 1_800_000, inlineLimitBytes: 14_000_000 },
    timeoutMs: 60_000,
  } as const;
  const others = { openai: null, deepgram: null, elevenlabs: null };
  const { recognizer } = createAi({ speech: 'gemini', text: 'gemini', gemini, ...others });
  const { signal } = new AbortController();
  const durationMs = endMs - startMs;
  const { utterances, problem } = await recognizer.recognize({
    ...{ audioPath, durationMs, diarize: true, languages: [], speakersExpected: null, signal },
  });
  const { fault } = checkRecognition(utterances, { durationMs, silences: [] });
  const wrong = problem ?? fault;
  if (wrong !== null) throw new RefusedAnswer(wrong.reason);
  return utterances;
}

class RefusedAnswer extends Error {
  override readonly name = 'RefusedAnswer';
}

type Utterances = Awaited<ReturnType<typeof recognize>>;

/** What was recognized of a window, as the segments of a transcript. */
const placed = (utterances: Utterances, byMs = 0): JudgedSegment[] =>
  utterances.map(({ speaker, words, ...rest }) => ({
    ...rest,
    speakerKey: speaker,
    words: words.map((word) => ({
      ...word,
      startMs: word.startMs + byMs,
      endMs: word.endMs + byMs,
    })),
  }));

const outside = (fromMs: number, toMs: number) => [
  { startMs: 0, endMs: fromMs },
  { startMs: toMs, endMs: meeting.durationMs },
];

describe('the truthful recognizer', () => {
  it('answers the whole truth of a recording', async () => {
    const verdict = judge(meeting, placed(await recognize()), []);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, orderErrors: 0 });
    expect(verdict).toMatchObject({
      timingErrorMaxMs: 0,
      speakerAttribution: 1,
      textMismatches: 0,
    });
  });

  it.each([
    [7_321, 31_987],
    [20_111, 52_345],
  ])('answers the true words of the window from %i to %i ms', async (fromMs, toMs) => {
    const recognized = placed(await recognize(fromMs, toMs), fromMs);
    const verdict = judge(meeting, recognized, [], { gaps: outside(fromMs, toMs) });
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, timingErrorMaxMs: 0 });
    expect(verdict.speakerAttribution).toBe(1);
    expect(truthful.calls).toMatchObject([{ startMs: fromMs, audioMs: toMs - fromMs }]);
  });

  it('gives labels that mean nothing in another window', async () => {
    const labelsOf = async (fromMs: number) => {
      const recognized = placed(await recognize(fromMs, fromMs + 25_000), fromMs);
      const gaps = outside(fromMs, fromMs + 25_000);
      return JSON.stringify(
        Object.entries(judge(meeting, recognized, [], { gaps }).speakerOf).sort(),
      );
    };
    const labels = [];
    for (const fromMs of [0, 1_000, 2_000, 3_000, 4_000]) labels.push(await labelsOf(fromMs));
    expect(new Set(labels).size).toBeGreaterThan(1);
  });

  it('gives the same answer for the same audio', async () => {
    expect(await recognize(0, 20_000)).toEqual(await recognize(0, 20_000));
  });

  it.each([
    ['drop', 'missing'],
    ['clip', 'whole'],
    ['fragment', 'part'],
  ] as const)('with %s has a word cut by the border %s', async (cutWords, expected) => {
    listen(createTruthfulRecognizer({ meetings: [meeting], cutWords }));
    const word = meeting.utterances
      .flatMap(({ words }) => words)
      .find(({ text }) => text.length > 6);
    if (!word) throw new Error('There is no long word.');
    const middleMs = Math.round((word.startMs + word.endMs) / 2);
    const last = (await recognize(0, middleMs)).at(-1)?.words.at(-1);
    const found = last?.endMs === middleMs ? last.text : '';
    const is = found === word.text ? 'whole' : found !== '' && word.text.startsWith(found);
    expect(is === true ? 'part' : is || 'missing').toBe(expected);
  });

  it('hears nothing in silence, nor in a meeting it does not know', async () => {
    expect(await recognize(25_000, 35_000)).toEqual([]);
    const stranger = planMeeting({ seed: 32, minutes: 0.2 });
    expect(await recognize(0, 12_000, stranger)).toEqual([]);
    expect(truthful.calls).toMatchObject([{ startMs: null }, { startMs: null, words: 0 }]);
  });

  it('knows several meetings', async () => {
    const second = planMeeting({ seed: 33, minutes: 0.2 });
    listen(createTruthfulRecognizer({ meetings: [meeting, second] }));
    const verdict = judge(second, placed(await recognize(0, 12_000, second)), []);
    expect(verdict).toMatchObject({ lost: 0, invented: 0 });
  });

  it('counts the audio it was asked about, and what it was asked again', async () => {
    await recognize(0, 10_000);
    await recognize(0, 10_000);
    await recognize(10_000, 15_000);
    expect(truthful.asked()).toEqual({
      ...{ calls: 3, seconds: 25, answeredSeconds: 25, answeredAgain: 1 },
    });
    expect(truthful.calls.map(({ timesAsked }) => timesAsked)).toEqual([1, 2, 1]);
  });
});

describe('a fault', () => {
  it.each<[string, RecognizerFault, string]>([
    ['drift', { kind: 'drift', stretch: 1.25 }, 'wrong_times'],
    ['a loop', { kind: 'loop', times: 12 }, 'repetition_loop'],
    ['words in reverse', { kind: 'disorder', of: 'words' }, 'wrong_times'],
    ['a cut answer', { kind: 'stopped', finishReason: 'MAX_TOKENS' }, 'stopped_early'],
    ['a withheld answer', { kind: 'stopped', finishReason: 'SAFETY' }, 'stopped_early'],
  ])('of %s is an answer the product refuses, and is over with the next call', async (...it) => {
    const [, fault, reason] = it;
    truthful.failNext(fault);
    await expect(recognize()).rejects.toThrow(reason);
    expect(judge(meeting, placed(await recognize()), [])).toMatchObject({ lost: 0, invented: 0 });
    expect(truthful.calls.map((call) => call.fault)).toEqual([fault, null]);
  });

  it('of a missing tail loses just that', async () => {
    truthful.failNext({ kind: 'missing_tail', share: 0.25 });
    const verdict = judge(meeting, placed(await recognize()), []);
    const words = meeting.utterances.flatMap((utterance) => utterance.words).length;
    expect(verdict).toMatchObject({ lost: Math.ceil(words * 0.25), doubled: 0, invented: 0 });
  });

  it('of invention says what nobody said, in the silence', async () => {
    truthful.failNext({ kind: 'invention', text: 'Thank you for watching my channel.' });
    const recognized = placed(await recognize());
    expect(judge(meeting, recognized, [])).toMatchObject({ lost: 0, doubled: 0, invented: 6 });
    const invented = recognized.find(({ text }) => text.startsWith('Thank you for watching'));
    expect(invented?.startMs).toBeGreaterThan(23_000);
    expect(invented?.endMs).toBeLessThan(36_000);
  });

  it('of jitter moves times by no more than asked', async () => {
    truthful.failNext({ kind: 'jitter', ms: 150 });
    const verdict = judge(meeting, placed(await recognize()), []);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, orderErrors: 0 });
    expect(verdict.timingErrorMaxMs).toBeGreaterThan(75);
    expect(verdict.timingErrorMaxMs).toBeLessThanOrEqual(150);
  });

  it('of turns in any order leaves their times right', async () => {
    const answer = { model: '', config: {}, audio: Buffer.alloc(0) };
    const path = join(directory, 'whole.wav');
    await writeRecording(meeting, path);
    truthful.failNext({ kind: 'disorder', of: 'turns' });
    const turns = await truthful.transcribe({ ...answer, audio: await readFile(path) });
    const starts = turns.map(({ startMs = 0 }) => startMs);
    expect(starts).not.toEqual(starts.toSorted((a, b) => a - b));
    expect(starts.toSorted((a, b) => a - b)).toEqual(
      meeting.utterances.map(({ startMs }) => startMs),
    );
  });

  it('of deafness answers no words', async () => {
    truthful.failNext({ kind: 'deaf' });
    expect(await recognize()).toEqual([]);
  });

  it('can depend on the window', async () => {
    listen(
      createTruthfulRecognizer({
        meetings: [meeting],
        faultFor: ({ audioMs }) => (audioMs > 30_000 ? { kind: 'deaf' } : undefined),
      }),
    );
    expect(await recognize()).toEqual([]);
    expect(await recognize(0, 20_000)).not.toEqual([]);
  });

  it('of the provider is a refusal, and bills nothing', async () => {
    truthful.failNext({ kind: 'provider', fault: { kind: 'rate_limited', retryDelayMs: 7_000 } });
    await expect(recognize()).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 7_000 });
    expect(truthful.asked()).toMatchObject({ calls: 1, seconds: 60, answeredSeconds: 0 });
    expect(emulator.requests.at(-1)?.status).toBe(429);
  });

  it('of the provider can be never to answer', async () => {
    truthful.failNext({ kind: 'provider', fault: { kind: 'hang' } });
    const recognizing = recognize(0, 5_000).catch((error: unknown) => error);
    await waitFor('the call', () => truthful.calls.length === 1);
    expect(emulator.requests.at(-1)?.status).toBeNull();
    await emulator.close();
    expect(await recognizing).toBeInstanceOf(Error);
  });

  it.each(['rate_limited', 'truncated'] as const)(
    'of the emulator works beside it: %s',
    async (kind) => {
      emulator.failNext(kind === 'truncated' ? { kind } : { kind, retryDelayMs: 1_000 });
      await expect(recognize()).rejects.toBeInstanceOf(Error);
      expect(judge(meeting, placed(await recognize()), [])).toMatchObject({ lost: 0 });
    },
  );
});
