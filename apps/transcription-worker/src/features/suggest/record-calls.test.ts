import { expect, it } from '@jest/globals';
import type { Recognition, SpeechRecognizer, Suggester } from '@memo/ai';
import { silentLogger } from '@memo/logging';
import type { AiCalls } from '../../ai-calls.ts';
import { recordCalls } from './record-calls.ts';

const { signal } = new AbortController();
const origin = { provider: 'p', model: 'm', usage: null };
const recognition: Recognition = { utterances: [], problem: null, ...origin };
const request = {
  wavPath: 'sample.wav',
  durationMs: 45_000,
  diarize: true,
  languages: [],
  speakersExpected: null,
  signal,
};

const recognizer: SpeechRecognizer = {
  provider: 'p',
  model: 'm',
  capabilities: { maxChunkMs: 60_000, diarization: true, wordTimes: true },
  recognize: () => Promise.resolve(recognition),
};
const suggester: Suggester = {
  title: () => Promise.resolve({ value: 'A title', ...origin }),
  description: () => Promise.resolve({ value: 'It is about this.', ...origin }),
  template: () => Promise.reject(new Error('down')),
};

it('every answer is recorded for the workspace, as different ones, and none that did not come', async () => {
  const seen: Parameters<AiCalls['record']>[] = [];
  const calls: AiCalls = {
    record: (...given) => {
      seen.push(given);
      return Promise.resolve();
    },
  };
  const recorded = recordCalls({ calls, recognizer, suggester, logger: silentLogger }, 'w');
  expect(await recorded.recognizer.recognize(request)).toBe(recognition);
  expect(recorded.recognizer.model).toBe('m');
  await recorded.suggester.title([], signal);
  await recorded.suggester.description([], signal);
  const nothing = { segments: [], templates: [], generalId: '' };
  await expect(recorded.suggester.template(nothing, signal)).rejects.toThrow('down');
  expect(seen.map(([owner]) => owner)).toEqual(
    Array.from({ length: 3 }, () => ({ workspaceId: 'w', meetingId: null, stage: 'suggest' })),
  );
  expect(seen.map(([, { audioMs }]) => audioMs)).toEqual([45_000, null, null]);
  expect(new Set(seen.map(([, { answerHash }]) => answerHash)).size).toBe(3);
});

it('a ledger that is away costs nobody the suggestion that waits for it', async () => {
  const calls: AiCalls = { record: () => Promise.reject(new Error('away')) };
  const recorded = recordCalls({ calls, recognizer, suggester, logger: silentLogger }, 'w');
  expect((await recorded.suggester.title([], signal)).value).toBe('A title');
});
