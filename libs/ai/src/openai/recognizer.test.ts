import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScriptedTurn } from '@memo/testing/gemini';
import { startOpenAiEmulator, type OpenAiEmulator } from '@memo/testing/openai';
import type { RecognizeRequest } from '../recognizer.ts';
import { createOpenAiRecognizer, type OpenAiRecognizerOptions } from './recognizer.ts';

const model = 'a-speech-model';
const turns: ScriptedTurn[] = [
  {
    speaker: 'B',
    text: 'Good morning.',
    words: [
      { text: 'Good', startMs: 100, endMs: 480 },
      { text: 'morning.', startMs: 500, endMs: 1_020 },
    ],
  },
  { speaker: 'A', text: 'Hi!', words: [{ text: 'Hi!', startMs: 2_000, endMs: 2_345 }] },
];

let emulator: OpenAiEmulator;
let directory: string;

beforeEach(async () => {
  emulator = await startOpenAiEmulator();
  emulator.onTranscribe(() => turns);
  directory = await mkdtemp(join(tmpdir(), 'memo-openai-'));
});

afterEach(async () => {
  await emulator.close();
  await rm(directory, { recursive: true });
});

const recognizer = (options: Partial<OpenAiRecognizerOptions> = {}) => {
  const { apiKey, baseUrl } = emulator;
  return createOpenAiRecognizer({ apiKey, baseUrl, model, format: 'diarized', ...options });
};

async function chunk(
  request: Partial<RecognizeRequest> = {},
  bytes = 96_044,
): Promise<RecognizeRequest> {
  const audioPath = join(directory, 'chunk.wav');
  await writeFile(audioPath, Buffer.alloc(bytes, 'RIFF'));
  const hints = { diarize: true, languages: [], speakersExpected: null };
  const { signal } = new AbortController();
  return { audioPath, durationMs: 3_000, ...hints, signal, ...request };
}

describe('the OpenAI recognizer', () => {
  it('gives who spoke when, where the model is said to tell', async () => {
    expect(await recognizer().recognize(await chunk())).toEqual({
      utterances: [
        { speaker: 'B', text: 'Good morning.', startMs: 100, endMs: 1_020, words: [] },
        { speaker: 'A', text: 'Hi!', startMs: 2_000, endMs: 2_345, words: [] },
      ],
      problem: null,
      provider: 'openai',
      model,
      usage: { inputTokens: 30, outputTokens: 5 },
    });
    expect(emulator.requests[0]?.fields).toEqual({
      model,
      response_format: 'diarized_json',
      chunking_strategy: 'auto',
    });
  });

  it('gives each word its time, as it is written, where the model is said to tell', async () => {
    const recognition = await recognizer({ format: 'verbose' }).recognize(await chunk());
    expect(recognition).toMatchObject({
      utterances: [
        { speaker: 'voice', text: 'Good morning.', words: turns[0]?.words },
        { speaker: 'voice', text: 'Hi!', words: turns[1]?.words },
      ],
      problem: null,
      usage: { inputTokens: 0, outputTokens: 0, audioSeconds: 3 },
    });
    expect(emulator.requests[0]?.fields).toEqual({
      model,
      response_format: 'verbose_json',
      'timestamp_granularities[]': ['word', 'segment'],
    });
  });

  it('gives the text alone over all of the audio, where the model tells no more', async () => {
    const recognition = await recognizer({ format: 'plain' }).recognize(await chunk());
    expect(recognition.utterances).toEqual([
      { speaker: 'voice', text: 'Good morning. Hi!', startMs: 0, endMs: 3_000, words: [] },
    ]);
    expect(emulator.requests[0]?.fields).toEqual({ model, response_format: 'json' });
  });

  it('sends the audio as it is, as a file the server knows the kind of', async () => {
    emulator.onTranscribe(({ audio }) => {
      expect(audio.equals(Buffer.alloc(96_044, 'RIFF'))).toBe(true);
      return turns;
    });
    expect(await recognizer().recognize(await chunk())).toMatchObject({ problem: null });
  });

  it('takes chunks of the length it states', async () => {
    const { maxChunkMs } = recognizer().capabilities;
    const request = await chunk({ durationMs: maxChunkMs }, 44 + maxChunkMs * 32);
    expect(await recognizer().recognize(request)).toMatchObject({ problem: null });
  });

  it.each([
    [['de'], 'de'],
    [['de-CH'], 'de'],
    [['de', 'en'], undefined],
    [['gsw'], undefined],
    [[], undefined],
  ])('of the languages %j hints at %s', async (languages, hint) => {
    await recognizer().recognize(await chunk({ languages }));
    expect(emulator.requests[0]?.fields.language).toBe(hint);
  });

  it('gives one speaker when the audio holds one voice', async () => {
    const { utterances } = await recognizer().recognize(await chunk({ diarize: false }));
    expect(new Set(utterances.map(({ speaker }) => speaker)).size).toBe(1);
  });

  it.each(['diarized', 'verbose', 'plain'] as const)(
    'gives nothing when nothing was said: %s',
    async (format) => {
      emulator.onTranscribe(() => []);
      expect(await recognizer({ format }).recognize(await chunk())).toMatchObject({
        utterances: [],
        problem: null,
      });
    },
  );

  it.each<[string, 'diarized' | 'verbose' | 'plain', object | string]>([
    ['no text', 'plain', { words: [] }],
    ['plain words', 'plain', 'Hello.'],
    ['nothing', 'plain', ''],
    ['something else', 'verbose', { answer: 'Hello.' }],
    ['a list', 'diarized', '["Hello."]'],
  ])('returns a paid answer with %s as one that cannot be read', async (_what, format, body) => {
    const usage = { usage: { type: 'duration', seconds: 3 } };
    const answer = typeof body === 'string' ? body : { ...body, ...usage };
    emulator.failNext({ kind: 'answer', status: 200, body: answer });
    const recognition = await recognizer({ format }).recognize(await chunk());
    expect(recognition).toMatchObject({
      utterances: [],
      problem: { reason: 'unreadable_answer', detail: expect.any(String) },
      usage: typeof body === 'string' ? null : { audioSeconds: 3 },
    });
    expect(recognition.problem?.detail).not.toContain('Hello');
    expect(recognition.problem?.setting).toBeUndefined();
  });

  it.each<[string, 'diarized' | 'verbose', object]>([
    ['no segments', 'diarized', { text: 'Hello.' }],
    ['segments of null', 'verbose', { text: 'Hello.', segments: null, words: null }],
    ['no segments for its words', 'diarized', { text: 'Hello.', segments: [] }],
    ['segments of nothing', 'verbose', { text: 'Hello.', segments: [{ text: '', start: 0 }] }],
    ['no times', 'verbose', { segments: [{ text: 'Hello.' }, { text: 'Goodbye.' }] }],
    ['text alone', 'verbose', { text: 'Hello.' }],
    [
      'no speaker anywhere',
      'diarized',
      { segments: [0, 1, 2].map((start) => ({ text: 'Hello.', start, end: start + 0.5 })) },
    ],
  ])('names the setting where a paid answer has %s', async (_what, format, body) => {
    emulator.failNext({ kind: 'answer', status: 200, body });
    const { utterances, problem } = await recognizer({ format }).recognize(await chunk());
    expect(utterances).toEqual([]);
    expect(problem?.setting).toMatch(/OPENAI_TRANSCRIBE_FORMAT.*OPENAI_TRANSCRIBE_MODEL/);
    expect(problem?.setting).not.toContain('Hello');
  });

  const words = [
    { word: 'Good', start: 0.1, end: 0.4 },
    { word: 'morning', start: 0.5, end: 0.9 },
    { word: 'hi', start: 2, end: 2.3 },
  ];

  it.each<[string, object]>([
    ['null', { segments: null }],
    ['empty', { segments: [] }],
    ['missing', {}],
    ['without any text', { segments: [{ text: '' }, { text: ' ' }] }],
  ])('makes turns of the words where segments are %s', async (_what, rest) => {
    const body = { text: 'Good morning. Hi!', words, ...rest };
    emulator.failNext({ kind: 'answer', status: 200, body });
    const { utterances } = await recognizer({ format: 'verbose' }).recognize(await chunk());
    expect(utterances).toMatchObject([
      { text: 'Good morning.', startMs: 100, endMs: 900, words: [{ startMs: 100 }, {}] },
      { text: 'Hi!', startMs: 2_000, endMs: 2_300 },
    ]);
  });

  it('makes turns of words with speakers where there are no segments', async () => {
    const spoken = words.map((word, index) => ({ ...word, speaker: index === 0 ? 'A' : 'B' }));
    emulator.failNext({ kind: 'answer', status: 200, body: { words: spoken } });
    const { utterances } = await recognizer().recognize(await chunk());
    expect(utterances.map(({ speaker, text }) => [speaker, text])).toEqual([
      ...[
        ['A', 'Good'],
        ['B', 'morning'],
      ],
      ['B', 'hi'],
    ]);
  });

  it('keeps words that lie behind the last segment', async () => {
    const segments = [{ text: 'Good morning.', start: 0.1, end: 0.9 }];
    emulator.failNext({ kind: 'answer', status: 200, body: { segments, words } });
    const { utterances } = await recognizer({ format: 'verbose' }).recognize(await chunk());
    expect(utterances.map(({ text }) => text)).toEqual(['Good morning.', 'hi']);
  });

  it('hints at several languages where the model takes them, and never at one', async () => {
    const newer = recognizer({ model: 'gpt-transcribe', format: 'plain' });
    await newer.recognize(await chunk({ languages: ['de-CH', 'en', 'gsw'] }));
    await newer.recognize(await chunk({ languages: ['fr'] }));
    expect(emulator.requests.map(({ fields }) => fields)).toEqual([
      { model: 'gpt-transcribe', response_format: 'json', 'languages[]': ['de', 'en'] },
      { model: 'gpt-transcribe', response_format: 'json', 'languages[]': ['fr'] },
    ]);
  });

  it('returns a cut answer as one that cannot be read, and does not ask again by itself', async () => {
    emulator.failNext({ kind: 'truncated' });
    expect(await recognizer().recognize(await chunk())).toMatchObject({
      problem: { reason: 'unreadable_answer' },
    });
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('a server that cannot answer as configured', () => {
  beforeEach(async () => {
    await emulator.close();
    emulator = await startOpenAiEmulator({ formats: ['json'] });
    emulator.onTranscribe(() => turns);
  });

  it.each(['diarized', 'verbose'] as const)('names the setting: %s', async (format) => {
    await expect(recognizer({ format }).recognize(await chunk())).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'unsupported_format',
      message: expect.stringContaining('OPENAI_TRANSCRIBE_FORMAT'),
    });
  });

  it.each([
    [404, { detail: 'response_format verbose_json is unknown' }],
    [415, 'unsupported response_format'],
    [422, { detail: [{ loc: ['body', 'response_format'], msg: 'bad value', input: 'secret' }] }],
  ])('names it however the server says so: HTTP %i', async (status, body) => {
    await emulator.close();
    emulator = await startOpenAiEmulator();
    emulator.failNext({ kind: 'answer', status, body });
    await expect(recognizer().recognize(await chunk())).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('OPENAI_TRANSCRIBE_FORMAT'),
    });
  });

  it('works in the form it has', async () => {
    const recognition = await recognizer({ format: 'plain' }).recognize(await chunk());
    expect(recognition.problem).toBeNull();
  });
});
