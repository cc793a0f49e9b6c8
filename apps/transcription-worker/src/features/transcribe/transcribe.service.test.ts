import { expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import { createTranscribe, type TranscribeDeps } from './transcribe.service.ts';

const claim = { meetingId: 'm', epoch: 3, part: 0 } as StageClaim;
const chunk = { chunk: 0, side: null, startMs: 0, endMs: 9_000, speech: [], audio: null };

const whole = { startMs: 0, endMs: 9_000 };

const unasked = () => {
  throw new Error('Nobody is to be asked about silence.');
};

/** A claim of the first of these chunks. */
const claimOf = (...chunks: unknown[]): StageClaim => ({
  ...claim,
  material: {
    isShown: true,
    asked: { speakersExpected: null, languages: [], provider: null, model: null },
    prepared: { recordings: [], chunks },
  },
});

it('a chunk without audio is written down without a question, and told of after the commit', async () => {
  const stored = new Map<string, string>();
  const told: StageClaim[] = [];
  const deps = {
    engines: { of: unasked },
    answers: { once: unasked },
    storage: {
      download: unasked,
      putText: (key: string, text: string) => Promise.resolve(void stored.set(key, text)),
    },
    keys: { recognized: (id: string, epoch: number, part: number) => `${id}/${epoch}/${part}` },
    onTranscribed: (of: StageClaim) => void told.push(of),
  } as unknown as TranscribeDeps;
  const two = claimOf(chunk, { ...chunk, chunk: 1 });
  const output = await createTranscribe(deps)(two, new AbortController().signal);

  expect(output.result).toEqual({ heardKey: 'm/3/0', thrownAway: 0, loops: 0 });
  const recognized: unknown = JSON.parse(stored.get('m/3/0') ?? 'null');
  expect(recognized).toEqual({ pieces: [], gaps: [], sources: [] });

  expect(told).toEqual([]);
  output.afterwards?.();
  expect(told).toEqual([two]);
});

it('a chunk that is all of its meeting is not told of: its transcript is as near', async () => {
  const told: StageClaim[] = [];
  const deps = {
    storage: { putText: () => Promise.resolve() },
    keys: { recognized: () => 'recognized' },
    onTranscribed: (of: StageClaim) => void told.push(of),
  } as unknown as TranscribeDeps;
  const output = await createTranscribe(deps)(claimOf(chunk), new AbortController().signal);
  output.afterwards?.();
  expect(told).toEqual([]);
});

it.each([
  ['is not expanded for an engine that takes it as it is', { silences: [whole] }, 0],
  ['of a row without its silences is expanded to find them', {}, 1],
])('a chunk %s', async (_, more, times) => {
  let expanded = 0;
  const sound = { key: 'chunk', sha256: 'sha' };
  const chunks = [{ ...chunk, ...whole, speech: [whole], audio: sound, ...more }];
  const answer = { utterances: [], problem: null, provider: 'p', model: 'm', usage: null };
  const deps = {
    answers: {
      once: async (__: unknown, { ask }: { ask: () => Promise<unknown> }) => ({
        answer: await ask(),
      }),
    },
    storage: { download: () => Promise.resolve(), putText: () => Promise.resolve() },
    keys: { recognized: () => 'recognized' },
    audio: {
      toWav: () => {
        expanded += 1;
        return Promise.resolve({ durationMs: whole.endMs, silences: [whole] });
      },
    },
    engines: { of: () => ({ takesFlac: true, recognize: () => Promise.resolve(answer) }) },
    logger: silentLogger,
  } as unknown as TranscribeDeps;
  const { result } = await createTranscribe(deps)(claimOf(...chunks), new AbortController().signal);
  // Nothing was heard, and nothing was to be heard: the first answer was judged to be good.
  expect(result).toMatchObject({ thrownAway: 0 });
  expect(expanded).toBe(times);
});
