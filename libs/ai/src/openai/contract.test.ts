import { startOpenAiEmulator, type OpenAiEmulator } from '@memo/testing/openai';
import type { Engine, RawTurn } from '../../test/engine.ts';
import { describeRecognizer } from '../../test/recognizer-contract.ts';
import type { TranscribeFormat } from '../models/openai-models.ts';
import { createOpenAiRecognizer } from './recognizer.ts';

const isTurn = (turn: RawTurn | number | null): turn is RawTurn =>
  turn !== null && typeof turn === 'object';

const bodies: Record<
  Exclude<TranscribeFormat, 'plain'>,
  (turns: (RawTurn | number | null)[]) => object
> = {
  diarized: (turns) => ({
    segments: turns.map((turn) => (isTurn(turn) ? { ...turn, words: undefined } : turn)),
  }),
  verbose: (turns) => ({
    segments: turns.map((turn) =>
      isTurn(turn) ? { text: turn.text, start: turn.start, end: turn.end } : turn,
    ),
    words: turns
      .filter(isTurn)
      .flatMap(({ words = [] }) => words.map((word) => word && { ...word, word: word.text })),
  }),
};

const engine = (
  format: keyof typeof bodies,
  billed: Engine<OpenAiEmulator>['billed'],
): Engine<OpenAiEmulator> => ({
  name: `an OpenAI server that answers ${format}`,
  start: startOpenAiEmulator,
  recognizer: ({ apiKey, baseUrl }) =>
    createOpenAiRecognizer({ apiKey, baseUrl, model: 'a-speech-model', format }),
  hear: (emulator, turns) => emulator.onTranscribe(() => turns),
  answer: (emulator, turns) =>
    emulator.failNext({ kind: 'answer', status: 200, body: bodies[format](turns) }),
  answerText: (emulator, turns, spoil) => {
    const body = spoil(JSON.stringify(bodies[format](turns)));
    emulator.failNext({ kind: 'answer', status: 200, body });
  },
  cutNext: (emulator) => emulator.failNext({ kind: 'truncated' }),
  answerTextAlone: (emulator, text) =>
    emulator.failNext({ kind: 'answer', status: 200, body: { text } }),
  textAloneSetting: 'OPENAI_TRANSCRIBE_FORMAT',
  languagesAsked: ({ requests }) => requests.at(-1)?.fields.language,
  german: 'de',
  billed,
});

describeRecognizer(engine('diarized', { inputTokens: 30, outputTokens: 5 }));
describeRecognizer(engine('verbose', { inputTokens: 0, outputTokens: 0, audioSeconds: 3 }));
