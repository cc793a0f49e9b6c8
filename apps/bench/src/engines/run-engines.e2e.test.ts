import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGeminiEmulator } from '@memo/testing/gemini';
import { createTruthfulRecognizer, planMeeting, writeRecording } from '@memo/testing/known-meeting';
import { startOpenAiEmulator } from '@memo/testing/openai';
import { engineRows } from './engine-rows.ts';
import { findRecordings } from './recordings.ts';
import { runEngines, type EngineResult } from './run-engines.ts';

const known = planMeeting({ seed: 9, minutes: 1, speakers: 2 });
let directory: string;
let results: EngineResult[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-bench-engines-'));
  await writeRecording(known, join(directory, 'standup.wav'));
  const stm = known.utterances.map(({ speaker, text, startMs, endMs }) => {
    return `standup 1 ${speaker} ${startMs / 1000} ${endMs / 1000} ${text}`;
  });
  await writeFile(join(directory, 'standup.stm'), stm.join('\n'));
  await writeFile(join(directory, 'unknown.wav'), '');
  await using resources = new AsyncDisposableStack();
  const [gemini, openai] = await Promise.all([startGeminiEmulator(), startOpenAiEmulator()]);
  resources.defer(() => gemini.close());
  resources.defer(() => openai.close());
  gemini.onTranscribe(createTruthfulRecognizer({ meetings: [known] }).transcribe);
  const deaf = { text: '', startMs: 0, endMs: 0, words: [] };
  openai.onTranscribe(() => [{ ...deaf, speaker: 'A', text: 'Nothing at all.', endMs: 60_000 }]);
  results = await runEngines(
    resources,
    await findRecordings(directory),
    {
      ...{ GEMINI_KEY: gemini.apiKey, GEMINI_BASE_URL: gemini.baseUrl },
      ...{ OPENAI_API_KEY: openai.apiKey, OPENAI_BASE_URL: openai.baseUrl },
      // A voice detector hears nobody in tones, of which each stands for a word.
      SPEECH_DETECTION: 'silence',
    },
    () => undefined,
  );
}, 240_000);
afterAll(() => rm(directory, { recursive: true }));

it('every configured engine is measured on every recording that has a reference', () => {
  const measured = results.map(({ engine, recording, error }) => ({ engine, recording, error }));
  expect(measured).toEqual([
    { engine: 'gemini', recording: 'standup', error: null },
    { engine: 'openai', recording: 'standup', error: null },
  ]);
});

it('an engine that hears all has no errors, and one that hears nothing has as many as there are words', () => {
  const [gemini, openai] = results;
  expect(gemini).toMatchObject({ cp_wer: 0, gap_share: 0 });
  expect(gemini?.der).toBeLessThan(0.05);
  expect(openai?.cp_wer).toBeGreaterThan(0.9);
  expect(openai?.der).toBeGreaterThan(gemini?.der ?? 1);
});

it('the engines stand side by side in a table', () => {
  const [head, ...rows] = engineRows(results);
  expect(head).toHaveLength(7);
  expect(rows.map(([recording, engine, cpWer]) => [recording, engine, cpWer])).toEqual([
    ['standup', 'gemini', '0.0 %'],
    ['standup', 'openai', expect.stringContaining('%')],
  ]);
});
