import { expect, it } from '@jest/globals';
import type { LanguageModel, Recognition, SpeechRecognizer } from '@memo/ai';
import { silentLogger } from '@memo/logging';
import { z } from 'zod';
import type { AiCalls } from '../../answers/ai-calls.ts';
import { recordCalls } from './record-calls.ts';

const { signal } = new AbortController();
const origin = { provider: 'p', model: 'm', usage: null };
const recognition: Recognition = { utterances: [], problem: null, ...origin };
const request = {
  audioPath: 'sample.wav',
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
const bad = { value: null, problem: 'it is not JSON', ...origin };
const languageModel: LanguageModel = {
  provider: 'p',
  model: 'm',
  generate: ({ task }) =>
    task === 'suggest-title' ? Promise.resolve(bad) : Promise.reject(new Error('down')),
};
const question = { instructions: '', segments: [], schema: z.string(), signal };

it('every answer, good or bad, is recorded for the workspace as a different one, and none that did not come', async () => {
  const seen: Parameters<AiCalls['record']>[] = [];
  const calls: AiCalls = {
    record: (...given) => {
      seen.push(given);
      return Promise.resolve();
    },
  };
  const recorded = recordCalls({ calls, recognizer, languageModel, logger: silentLogger }, 'w');
  expect(await recorded.recognizer.recognize(request)).toBe(recognition);
  expect(recorded.recognizer.model).toBe('m');
  expect(await recorded.languageModel.generate({ ...question, task: 'suggest-title' })).toBe(bad);
  expect(await recorded.languageModel.generate({ ...question, task: 'suggest-title' })).toBe(bad);
  await expect(
    recorded.languageModel.generate({ ...question, task: 'suggest-template' }),
  ).rejects.toThrow('down');
  expect(seen.map(([owner]) => owner)).toEqual(
    Array.from({ length: 3 }, () => ({ workspaceId: 'w', meetingId: null, stage: 'suggest' })),
  );
  expect(seen.map(([, { audioMs }]) => audioMs)).toEqual([45_000, null, null]);
  expect(new Set(seen.map(([, { answerHash }]) => answerHash)).size).toBe(3);
});

it('a ledger that is away costs nobody the suggestion that waits for it', async () => {
  const calls: AiCalls = { record: () => Promise.reject(new Error('away')) };
  const recorded = recordCalls({ calls, recognizer, languageModel, logger: silentLogger }, 'w');
  expect(await recorded.languageModel.generate({ ...question, task: 'suggest-title' })).toBe(bad);
});
