import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Word } from '@memo/transcript';
import { waitFor } from '@memo/testing';
import { wordErrorRate } from '@memo/testing/word-error-rate';
import type { Recognition } from '../recognition.schema.ts';
import type { RecognizeRequest } from '../recognizer.ts';
import { createOfflineRecognizer } from './recognizer.ts';
import {
  sampleTurns,
  writeSampleWav,
  writeSilentWav,
  type Side,
  type Turn,
} from '../../test/sample.ts';

/** The demo's end-to-end test has the offline engine recognize the other side, too. */
const side: Side = 'system';
const maxWordErrorRate = 0.15;
const timeToleranceMs = 300;

let directory: string;
let turns: Turn[];
let recognized: Recognition;

const wav = (name: string) => join(directory, `${name}.wav`);

function request(name: string, overrides: Partial<RecognizeRequest> = {}): RecognizeRequest {
  const { signal } = new AbortController();
  const durationMs = (turns.at(-1)?.end_ms ?? 0) + 1_000;
  return {
    audioPath: wav(name),
    durationMs,
    diarize: false,
    languages: [],
    speakersExpected: null,
    signal,
    ...overrides,
  };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-offline-'));
  turns = await sampleTurns();
  await writeSampleWav(side, wav(side));
  recognized = await createOfflineRecognizer().recognize(request(side));
}, 120_000);

afterAll(() => rm(directory, { recursive: true }));

const turnsOfSide = () => turns.filter((turn) => turn.side === side);
const recognizedWords = () => recognized.utterances.flatMap(({ words }) => words);

function percentile95(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Infinity;
}

const outsideMs = (word: Word, turn: Turn) =>
  Math.max(turn.start_ms - word.startMs, word.endMs - turn.end_ms, 0);

describe('the sample call', () => {
  it('is recognized nearly word for word', () => {
    const said = turnsOfSide().map(({ text }) => text);
    const text = recognized.utterances.map((utterance) => utterance.text);
    expect(wordErrorRate(said.join(' '), text.join(' '))).toBeLessThanOrEqual(maxWordErrorRate);
  });

  it('has every word inside a true turn', () => {
    const distances = recognizedWords().map((word) =>
      Math.min(...turnsOfSide().map((turn) => outsideMs(word, turn))),
    );
    expect(percentile95(distances)).toBeLessThanOrEqual(timeToleranceMs);
  });

  it('has every turn begin and end with its words, at the end of the call as at its start', () => {
    const errors = turnsOfSide().flatMap((turn) => {
      const words = recognizedWords().filter((word) => outsideMs(word, turn) <= timeToleranceMs);
      const start = words[0]?.startMs ?? Infinity;
      const end = words.at(-1)?.endMs ?? Infinity;
      return [Math.abs(start - turn.start_ms), Math.abs(end - turn.end_ms)];
    });
    expect(percentile95(errors)).toBeLessThanOrEqual(timeToleranceMs);
  });

  it('has an utterance for each turn, in one voice and in order', () => {
    const { utterances } = recognized;
    expect(utterances.length).toBeGreaterThanOrEqual(turnsOfSide().length);
    expect(new Set(utterances.map(({ speaker }) => speaker)).size).toBe(1);
    const starts = recognizedWords().map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });
});

describe('the offline recognizer', () => {
  it('times words from the first sample on', async () => {
    const [first] = turnsOfSide();
    const [startMs, endMs] = [(first?.start_ms ?? 0) - 80, (first?.end_ms ?? 0) + 500];
    const whole = await readFile(wav(side));
    const data = whole.indexOf('data') + 8;
    const cut = Buffer.concat([
      whole.subarray(0, data),
      whole.subarray(data + startMs * 32, data + endMs * 32),
    ]);
    await writeFile(wav('at-once'), cut);
    const { utterances } = await createOfflineRecognizer().recognize(request('at-once'));
    expect(utterances[0]?.startMs).toBeLessThan(timeToleranceMs);
  });

  it('recognizes nothing in silence', async () => {
    await writeSilentWav(3_000, wav('silence'));
    const { utterances } = await createOfflineRecognizer().recognize(
      request('silence', { durationMs: 3_000 }),
    );
    expect(utterances).toEqual([]);
  });

  it('leaves no engine running once it is aborted', async () => {
    // The engine itself, under a process id the test can read.
    const command = join(directory, 'engine');
    const script = '#!/bin/sh\necho $$ >"$0.pid"\nexec pocketsphinx_continuous "$@"\n';
    await writeFile(command, script, { mode: 0o755 });
    const startedId = async () => Number(await readFile(`${command}.pid`, 'utf8').catch(() => ''));

    const controller = new AbortController();
    const { signal } = controller;
    const recognizing = createOfflineRecognizer({ command }).recognize(request(side, { signal }));
    const outcome = Promise.allSettled([recognizing]);
    const id = await waitFor('the engine to run', async () => (await startedId()) || null);
    const reason = new Error('no longer wanted');
    controller.abort(reason);
    expect(await outcome).toEqual([{ status: 'rejected', reason }]);
    expect(() => process.kill(id, 0)).toThrow('ESRCH');
  });

  it.each(['no-such-engine', 'false'])(
    'that cannot start names the remedy: %s',
    async (command) => {
      await expect(
        createOfflineRecognizer({ command }).recognize(request(side)),
      ).rejects.toMatchObject({
        kind: 'misconfigured',
        message: expect.stringContaining('npm run setup'),
      });
    },
  );

  it('says so when the recording is gone', async () => {
    await expect(createOfflineRecognizer().recognize(request('gone'))).rejects.toMatchObject({
      kind: 'invalid_input',
    });
  });

  it('refuses a language it would turn into English words', async () => {
    const german = request(side, { languages: ['de-DE'] });
    await expect(createOfflineRecognizer().recognize(german)).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'unsupported_language',
    });
  });
});
