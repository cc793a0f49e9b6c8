import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  startGeminiEmulator,
  type Fault,
  type GeminiEmulator,
  type ScriptedTurn,
} from '@memo/testing/gemini';
import { waitFor } from '@memo/testing';
import type { RecognizeRequest } from '../recognizer.ts';
import { createGeminiRecognizer, type GeminiRecognizerOptions } from './recognizer.ts';

const model = 'gemini-3.5-transcribe';
const turns: ScriptedTurn[] = [
  {
    speaker: 'spk_2',
    text: 'Good morning.',
    words: [
      { text: 'Good', startMs: 100, endMs: 480 },
      { text: 'morning.', startMs: 500, endMs: 1_020 },
    ],
  },
  { speaker: 'spk_1', text: 'Hi!', words: [{ text: 'Hi!', startMs: 2_000, endMs: 2_345 }] },
];

let emulator: GeminiEmulator;
let directory: string;

beforeEach(async () => {
  emulator = await startGeminiEmulator();
  emulator.onTranscribe(() => turns);
  directory = await mkdtemp(join(tmpdir(), 'memo-gemini-'));
});

afterEach(async () => {
  await emulator.close();
  await rm(directory, { recursive: true });
});

const recognizer = (options: Partial<GeminiRecognizerOptions> = {}) =>
  createGeminiRecognizer({
    ...{ apiKey: emulator.apiKey, baseUrl: emulator.baseUrl, model },
    ...{ wordTimes: true, requestLimitMs: 1_800_000, inlineLimitBytes: 140_000 },
    ...options,
  });

async function chunk(
  request: Partial<RecognizeRequest> = {},
  bytes = 96_000,
): Promise<RecognizeRequest> {
  const audioPath = join(directory, 'chunk.wav');
  await writeFile(audioPath, Buffer.alloc(bytes, 'RIFF'));
  const { signal } = new AbortController();
  return {
    audioPath,
    durationMs: 3_000,
    diarize: true,
    languages: [],
    speakersExpected: null,
    signal,
    ...request,
  };
}

const tooLargeToInline = 160_000;
/** What the service takes inline is less, and what the SDK sends of an upload at once. */
const tooLargeForService = 16_000_000;
const kinds = () => emulator.requests.map(({ kind }) => kind);

describe('the Gemini recognizer', () => {
  it('gives words in whole milliseconds under the labels of this chunk', async () => {
    const recognition = await recognizer().recognize(await chunk());
    expect(recognition).toEqual({
      problem: null,
      utterances: [
        { ...turns[0], startMs: 100, endMs: 1_020 },
        { ...turns[1], startMs: 2_000, endMs: 2_345 },
      ],
      provider: 'gemini',
      model: `${model}-001`,
      usage: { inputTokens: 96, outputTokens: expect.any(Number) },
    });
  });

  it('sends the audio and its settings, and never a prompt', async () => {
    emulator.onTranscribe(({ audio, config }) => {
      expect(audio).toEqual(Buffer.alloc(96_000, 'RIFF'));
      expect(config).toEqual({ diarization: true, wordTimestamp: true, languageCodes: ['de-CH'] });
      return turns;
    });
    await recognizer().recognize(await chunk({ languages: ['de-CH'] }));
    expect(emulator.requests).toMatchObject([
      { kind: 'transcribe', model, prompt: '', instructions: '' },
    ]);
  });

  it('gives one speaker when the audio holds one voice', async () => {
    const { utterances } = await recognizer().recognize(await chunk({ diarize: false }));
    expect(new Set(utterances.map(({ speaker }) => speaker)).size).toBe(1);
  });

  it('takes the times of whole turns when words have none', async () => {
    emulator.onTranscribe(() => [{ text: 'Hello there.', startMs: 1_000, endMs: 2_000 }]);
    const { utterances } = await recognizer().recognize(await chunk());
    expect(utterances).toMatchObject([{ text: 'Hello there.', startMs: 1_000, endMs: 2_000 }]);
  });

  it('gives nothing when nothing was said', async () => {
    emulator.onTranscribe(() => []);
    await expect(recognizer().recognize(await chunk())).resolves.toMatchObject({ utterances: [] });
  });

  it('uploads large audio whole, waits until it is ready, and deletes it', async () => {
    emulator.onTranscribe(({ audio }) => {
      expect(audio.equals(Buffer.alloc(tooLargeForService, 'RIFF'))).toBe(true);
      return turns;
    });
    const { utterances } = await recognizer().recognize(await chunk({}, tooLargeForService));
    expect(utterances).toHaveLength(2);
    await waitFor('the upload to be deleted', () => emulator.storedFiles().length === 0);
    expect(kinds().slice(-4)).toEqual(['file_get', 'file_get', 'transcribe', 'file_delete']);
  });

  it('deletes the upload when the transcription fails', async () => {
    emulator.failNext({ kind: 'overloaded' });
    await expect(recognizer().recognize(await chunk({}, tooLargeToInline))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(emulator.storedFiles()).toEqual([]);
  });

  it('deletes the upload when the call is aborted', async () => {
    const abort = new AbortController();
    emulator.failNext({ kind: 'hang' });
    const recognizing = recognizer().recognize(
      await chunk({ signal: abort.signal }, tooLargeToInline),
    );
    await waitFor('the request', () => kinds().includes('transcribe'));
    abort.abort(new Error('lease lost'));
    await expect(recognizing).rejects.toThrow('lease lost');
    expect(emulator.storedFiles()).toEqual([]);
  });

  it('stops an upload when the call is aborted', async () => {
    const abort = new AbortController();
    emulator.failNext({ kind: 'hang' }, 'upload');
    const recognizing = recognizer().recognize(
      await chunk({ signal: abort.signal }, tooLargeToInline),
    );
    await waitFor('the request', () => kinds().includes('upload'));
    abort.abort(new Error('lease lost'));
    await expect(recognizing).rejects.toThrow('lease lost');
    expect(kinds()).not.toContain('transcribe');
  });

  it('gives a paid answer at once, however long deleting the upload takes', async () => {
    emulator.failNext({ kind: 'hang' }, 'file_delete');
    const { utterances } = await recognizer().recognize(await chunk({}, tooLargeToInline));
    expect(utterances).toHaveLength(2);
    expect(emulator.storedFiles()).toHaveLength(1);
  });

  it.each([
    ['inline', 96_000],
    ['as a file', tooLargeToInline],
  ])('sends FLAC as what it is, %s', async (_, bytes) => {
    const flac = await chunk({ audioPath: join(directory, 'chunk.flac') }, bytes);
    await writeFile(flac.audioPath, Buffer.alloc(bytes, 'fLaC'));
    expect(await recognizer().recognize(flac)).toMatchObject({ problem: null });
  });

  it('keeps a paid answer when the upload cannot be deleted', async () => {
    emulator.failNext({ kind: 'internal' }, 'file_delete');
    const { utterances } = await recognizer().recognize(await chunk({}, tooLargeToInline));
    expect(utterances).toHaveLength(2);
  });

  it('gives words as they came, however wrong they are', async () => {
    const turn = { text: 'late', startMs: 9_000, endMs: 8_400, words: [] };
    emulator.onTranscribe(() => [turn]);
    const { utterances, problem } = await recognizer().recognize(await chunk());
    expect(utterances).toMatchObject([turn]);
    expect(problem).toBeNull();
  });

  const billed = {
    provider: 'gemini',
    model: `${model}-001`,
    usage: { inputTokens: 96, outputTokens: expect.any(Number) },
  };

  it('names the setting where no speech has a time, and what it was billed', async () => {
    emulator.onTranscribe(() => [{ text: 'when?' }, { text: 'where?' }]);
    expect(await recognizer().recognize(await chunk())).toMatchObject({
      ...billed,
      utterances: [],
      problem: {
        reason: 'unreadable_answer',
        setting: expect.stringContaining('GEMINI_TRANSCRIBE_MODE'),
      },
    });
  });

  it('asks for no word times where it is told not to', async () => {
    const quick = recognizer({ wordTimes: false });
    expect(quick.capabilities).toMatchObject({ wordTimes: false });
    emulator.onTranscribe(({ config }) => {
      expect(config).toMatchObject({ wordTimestamp: false });
      return [{ speaker: 'spk_1', text: 'Hello there.', startMs: 1_000, endMs: 2_000 }];
    });
    const { utterances } = await quick.recognize(await chunk());
    expect(utterances).toMatchObject([{ text: 'Hello there.', words: [] }]);
  });

  it('takes four fifths of what a request may hold', () => {
    expect(recognizer().capabilities.maxChunkMs).toBe(24 * 60_000);
    expect(recognizer({ requestLimitMs: 900_000 }).capabilities.maxChunkMs).toBe(12 * 60_000);
  });

  it('uploads audio that is refused as too large to be inline', async () => {
    const generous = recognizer({ inlineLimitBytes: 70_000_000 });
    const { utterances } = await generous.recognize(await chunk({}, tooLargeForService));
    expect(utterances).toHaveLength(2);
    expect(kinds()).toContain('upload');
  });

  it.each<[Fault, string]>([
    [{ kind: 'truncated' }, 'it stopped early (MAX_TOKENS)'],
    [{ kind: 'stopped', finishReason: 'SAFETY' }, 'it stopped early (SAFETY)'],
  ])(
    'says why an answer stopped and what it was billed, and does not ask again: %j',
    async (...it) => {
      const [fault, detail] = it;
      emulator.failNext(fault);
      expect(await recognizer().recognize(await chunk())).toMatchObject({
        ...billed,
        problem: { reason: 'stopped_early', detail },
      });
      expect(kinds()).toEqual(['transcribe']);
    },
  );

  it('hears nothing in an answer without content', async () => {
    emulator.failNext({ kind: 'empty' });
    expect(await recognizer().recognize(await chunk())).toMatchObject({
      utterances: [],
      problem: null,
    });
  });
});
