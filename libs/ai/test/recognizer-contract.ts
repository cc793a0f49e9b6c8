import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScriptedTurn } from '@memo/testing/gemini';
import type { Recognition } from '../src/recognition.schema.ts';
import { startChunks, type Chunks } from './chunk.ts';
import type { Emulator, Engine } from './engine.ts';
import { describeOddAnswers } from './odd-answers.ts';

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

/** What the pipeline may rely on whoever recognizes. */
export function describeRecognizer<E extends Emulator>(engine: Engine<E>): void {
  let emulator: E;
  let chunks: Chunks;

  beforeEach(async () => {
    [emulator, chunks] = await Promise.all([engine.start(), startChunks()]);
    engine.hear(emulator, turns);
  });

  afterEach(() => Promise.all([emulator.close(), chunks.close()]));

  const capabilities = () => engine.recognizer(emulator).capabilities;
  const recognize = async (...request: Parameters<Chunks['request']>) =>
    engine.recognizer(emulator).recognize(await chunks.request(...request));
  const speakersOf = ({ utterances }: Recognition) => utterances.map(({ speaker }) => speaker);

  describe(`the recognizer of ${engine.name}`, () => {
    it('gives every word once, in order, in whole milliseconds', async () => {
      const { utterances, problem, unread } = await recognize();
      expect(problem).toBeNull();
      expect(unread).toBeUndefined();
      expect(utterances).toMatchObject([
        { text: 'Good morning.', startMs: 100, endMs: 1_020 },
        { text: 'Hi!', startMs: 2_000, endMs: 2_345 },
      ]);
      const words = utterances.flatMap((utterance) => utterance.words);
      expect(words).toMatchObject(
        capabilities().wordTimes ? turns.flatMap(({ words: said = [] }) => said) : [],
      );
    });

    it('tells speakers apart where it says it does, and gives one where there is one', async () => {
      const [first, second] = speakersOf(await recognize());
      expect(first !== second).toBe(capabilities().diarization);
      const alone = await recognize({ diarize: false });
      expect(new Set(speakersOf(alone)).size).toBe(1);
    });

    it('says who answered and what was billed', async () => {
      const { provider, model } = engine.recognizer(emulator);
      const recognition = await recognize();
      expect(recognition.provider).toBe(provider);
      expect(recognition.model.startsWith(model)).toBe(true);
      expect(recognition.usage).toEqual(engine.billed);
    });

    it('sends the audio whole, as WAV and as FLAC where it takes that', async () => {
      const { takesFlac = false } = engine.recognizer(emulator);
      for (const kind of ['wav', ...(takesFlac ? (['flac'] as const) : [])] as const) {
        expect(await recognize({}, kind)).toMatchObject({ problem: null });
        expect(emulator.requests.at(-1)).toMatchObject({ status: 200, bytes: 96_044 });
      }
    });

    const { languagesAsked, cutNext } = engine;
    if (languagesAsked !== undefined) {
      it('hints at a language it is told, and at none otherwise', async () => {
        await recognize({ languages: ['de-CH'] });
        expect(languagesAsked(emulator)).toEqual(engine.german);
        await recognize();
        expect(languagesAsked(emulator)).not.toEqual(engine.german);
      });
    }

    it('gives nothing where nothing was said', async () => {
      engine.hear(emulator, []);
      expect(await recognize()).toMatchObject({ utterances: [], problem: null });
    });

    if (cutNext !== undefined) {
      it('keeps no word of an answer that is cut off, and asks once', async () => {
        cutNext(emulator);
        const { problem } = await recognize();
        expect(problem?.reason).toMatch(/^(?:stopped_early|unreadable_answer)$/);
        expect(problem?.setting).toBeUndefined();
        expect(emulator.requests.filter(({ bytes }) => bytes > 0)).toHaveLength(1);
      });
    }
  });

  const { answer } = engine;
  if (answer !== undefined)
    describeOddAnswers({ ...engine, answer }, { asked: () => emulator, recognize, capabilities });
}
