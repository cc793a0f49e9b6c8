import { rm } from 'node:fs/promises';
import { AppError } from '@memo/errors';
import type { Word } from '@memo/transcript';
import type { SpeechRecognizer } from '../recognizer.ts';
import { createEngine } from './engine.ts';
import { leadInMs, withLeadIn } from './lead-in.ts';
import { parseTimedWords } from './timed-words.ts';
import { utterancesFrom } from './utterances.ts';

export interface OfflineRecognizerOptions {
  /** The engine's program. */
  command?: string;
}

const engineModel = 'pocketsphinx-en-us';

/** It has no limit of its own; this is the contract's chunk. */
const maxChunkMs = 20 * 60_000;

export const offlineDescription =
  'Basic offline English engine for trying things out, not for real meetings; ' +
  'add a key to GEMINI_KEY for real transcription.';

/** PocketSphinx as the operating system packages it: no key, no network. Lower case, no punctuation, one speaker. */
export function createOfflineRecognizer({
  command = 'pocketsphinx_continuous',
}: OfflineRecognizerOptions = {}): SpeechRecognizer {
  const runEngine = createEngine(command);
  return {
    provider: 'offline',
    model: engineModel,
    capabilities: {
      maxChunkMs,
      diarization: false,
      wordTimes: true,
    },
    async recognize({ audioPath, durationMs, languages, signal }) {
      requireEnglish(languages);
      const wavPath = `${audioPath}.lead-in.wav`;
      try {
        await withLeadIn(audioPath, wavPath);
        const output = await runEngine({ wavPath, durationMs: durationMs + leadInMs, signal });
        const words = parseTimedWords(output).map((stretch) => stretch.map(withoutLeadIn));
        const utterances = utterancesFrom(words, durationMs);
        return { utterances, problem: null, provider: 'offline', model: engineModel, usage: null };
      } finally {
        await rm(wavPath, { force: true });
      }
    },
  };
}

const withoutLeadIn = (word: Word): Word => ({
  ...word,
  startMs: Math.max(word.startMs - leadInMs, 0),
  endMs: Math.max(word.endMs - leadInMs, 0),
});

/** It would hear English words in any language, and they would look like a transcript. */
function requireEnglish(languages: string[]): void {
  if (languages.length === 0 || languages.some((code) => /^en\b/i.test(code))) return;
  throw new AppError(
    'misconfigured',
    'The offline speech engine knows English only. Set GEMINI_KEY to transcribe other languages.',
    { code: 'unsupported_language' },
  );
}
