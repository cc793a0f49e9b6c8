import { expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { Transaction } from '@memo/entities';
import { createTranscribe, type TranscribeDeps } from './transcribe.service.ts';

const claim = { meetingId: 'm', epoch: 3, part: 0 } as StageClaim;
const chunk = { chunk: 0, side: null, startMs: 0, endMs: 9_000, speech: [], audio: null };

const whole = { startMs: 0, endMs: 9_000 };

const unasked = () => {
  throw new Error('Nobody is to be asked about silence.');
};

it('a chunk without audio is written down without a question, and told of after the commit', async () => {
  const stored = new Map<string, string>();
  const told: StageClaim[] = [];
  const deps = {
    pipeline: { resultsOf: () => Promise.resolve([{ recordings: [], chunks: [chunk] }]) },
    repository: { hints: unasked },
    answers: { once: unasked },
    storage: {
      download: unasked,
      putText: (key: string, text: string) => Promise.resolve(void stored.set(key, text)),
    },
    keys: { recognized: (id: string, epoch: number, part: number) => `${id}/${epoch}/${part}` },
    onTranscribed: (of: StageClaim) => void told.push(of),
  } as unknown as TranscribeDeps;
  const output = await createTranscribe(deps)(claim, new AbortController().signal);

  expect(output.result).toEqual({ heardKey: 'm/3/0', thrownAway: 0, loops: 0 });
  const recognized: unknown = JSON.parse(stored.get('m/3/0') ?? 'null');
  expect(recognized).toEqual({ pieces: [], gaps: [], sources: [] });

  const later: (() => Promise<void>)[] = [];
  await output.write?.({ afterCommit: (task) => void later.push(task) } as Transaction);
  expect(told).toEqual([]);
  for (const task of later) await task();
  expect(told).toEqual([claim]);
});

it.each([
  ['is not expanded for an engine that takes it as it is', { silences: [whole] }, 0],
  ['of a row without its silences is expanded to find them', {}, 1],
])('a chunk %s', async (_, known, times) => {
  let expanded = 0;
  const sound = { key: 'chunk', sha256: 'sha' };
  const chunks = [{ ...chunk, ...whole, speech: [whole], audio: sound, ...known }];
  const answer = { utterances: [], problem: null, provider: 'p', model: 'm', usage: null };
  const deps = {
    pipeline: { resultsOf: () => Promise.resolve([{ recordings: [], chunks }]) },
    repository: {
      toFill: () => Promise.resolve(null),
      beside: () => Promise.resolve(null),
      hints: () => Promise.resolve({ speakersExpected: null, languages: [] }),
    },
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
    findRecognizer: () =>
      Promise.resolve({ takesFlac: true, recognize: () => Promise.resolve(answer) }),
    logger: silentLogger,
  } as unknown as TranscribeDeps;
  const { result } = await createTranscribe(deps)(claim, new AbortController().signal);
  // Nothing was heard, and nothing was to be heard: the first answer was judged to be good.
  expect(result).toMatchObject({ thrownAway: 0 });
  expect(expanded).toBe(times);
});
