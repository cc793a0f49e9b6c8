import { expect } from '@jest/globals';
import { startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';
import type { RawTurn } from '../../test/engine.ts';
import { describeRecognizer } from '../../test/recognizer-contract.ts';
import { createPromptedGeminiRecognizer } from './prompted-recognizer.ts';
import { createGeminiRecognizer } from './recognizer.ts';

const limits = { requestLimitMs: 1_800_000, inlineLimitBytes: 14_000_000 };
const billed = { inputTokens: expect.any(Number), outputTokens: expect.any(Number) };

const isTurn = (turn: RawTurn | number | null): turn is RawTurn =>
  turn !== null && typeof turn === 'object';

const partOf = (turn: RawTurn | number | null) =>
  isTurn(turn)
    ? {
        audioTranscription: {
          ...{ text: turn.text, speakerLabel: turn.speaker },
          ...{ startOffset: turn.start, endOffset: turn.end },
          words: turn.words?.map(
            (word) => word && { word: word.text, startOffset: word.start, endOffset: word.end },
          ),
        },
      }
    : { text: `Nothing but ${turn}.` };

let languages: string[] | undefined;

describeRecognizer<GeminiEmulator>({
  name: "Gemini's speech model",
  start: startGeminiEmulator,
  recognizer: ({ apiKey, baseUrl }) =>
    createGeminiRecognizer({
      ...{ apiKey, baseUrl, ...limits },
      ...{ model: 'gemini-3.5-transcribe', wordTimes: true },
    }),
  hear: (emulator, turns) =>
    emulator.onTranscribe(({ config }) => {
      languages = config.languageCodes;
      return turns;
    }),
  answer: (emulator, turns) => emulator.failNext({ kind: 'parts', parts: turns.map(partOf) }),
  answerText: (emulator, turns, spoil) =>
    emulator.failNext({ kind: 'parts', parts: turns.map(partOf), sentAs: spoil }),
  cutNext: (emulator) => emulator.failNext({ kind: 'truncated' }),
  answerTextAlone: (emulator, text) => emulator.failNext({ kind: 'parts', parts: [{ text }] }),
  textAloneSetting: 'GEMINI_TRANSCRIBE_MODE',
  languagesAsked: () => languages,
  german: ['de-CH'],
  billed,
});

let instructions = '';

describeRecognizer<GeminiEmulator>({
  name: 'a Gemini model that is asked in words',
  start: startGeminiEmulator,
  recognizer: ({ apiKey, baseUrl }) =>
    createPromptedGeminiRecognizer({ apiKey, baseUrl, ...limits, model: 'gemini-3.8-flash' }),
  hear: (emulator, turns) =>
    emulator.onGenerate((request) => {
      ({ instructions } = request);
      return {
        utterances: turns.map(({ speaker, text, words = [] }) => ({
          ...{ speaker, text, start: (words[0]?.startMs ?? 0) / 1000 },
          end: (words.at(-1)?.endMs ?? 0) / 1000,
        })),
      };
    }),
  answer: (emulator, turns) =>
    emulator.onGenerate(() => ({
      utterances: turns.map((turn) => (isTurn(turn) ? { ...turn, words: undefined } : turn)),
    })),
  answerText: (emulator, turns, spoil) =>
    emulator.onGenerate(() => spoil(JSON.stringify({ utterances: turns }))),
  cutNext: (emulator) => emulator.failNext({ kind: 'truncated' }),
  languagesAsked: () => /by code: (.*?)\./.exec(instructions)?.[1],
  german: 'de-CH',
  billed,
});
