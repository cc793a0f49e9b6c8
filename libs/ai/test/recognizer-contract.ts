import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScriptedTurn } from '@memo/testing/gemini';
import type { Recognition } from '../src/recognition.schema.ts';
import type { SpeechRecognizer } from '../src/recognizer.ts';
import { startChunks, type Chunks } from './chunk.ts';

interface Emulator {
  requests: readonly { status: number | null; bytes: number }[];
  close: () => Promise<void>;
}

/** A word of an answer before an engine's protocol gives it its names; what is undefined is not sent. */
export interface RawWord {
  text: unknown;
  start?: unknown;
  end?: unknown;
}

/** A turn of an answer. */
export interface RawTurn {
  text?: unknown;
  speaker?: unknown;
  start?: unknown;
  end?: unknown;
  words?: (RawWord | null)[];
}

export interface Engine<E extends Emulator> {
  name: string;
  start: () => Promise<E>;
  recognizer: (emulator: E) => SpeechRecognizer;
  /** What is heard from now on. */
  hear: (emulator: E, turns: ScriptedTurn[]) => void;
  /** The next answer, in the form of the engine's protocol, with turns as they are; not given for a program here. */
  answer?: (emulator: E, turns: (RawTurn | number | null)[]) => void;
  /** The next answer cut in the middle; not given where its end cannot be missed. */
  cutNext?: (emulator: E) => void;
  /** Spoils the text of the next answer and sends it as it is; not given where a package of the engine's reads it. */
  answerText?: (emulator: E, turns: RawTurn[], spoil: (json: string) => string) => void;
  /** The next answer without any times; not given where the engine has no such form. */
  answerTextAlone?: (emulator: E, text: string) => void;
  /** The settings an answer without times is blamed on. */
  textAloneSetting?: string;
  /** The languages the last request hinted at; not given where it knows one alone. */
  languagesAsked?: (emulator: E) => unknown;
  /** What `['de-CH']` is asked as. */
  german?: unknown;
  billed: unknown;
}

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

const spoken = (text: string, start: unknown, end: unknown, speaker: unknown = 'A'): RawTurn => ({
  ...{ text, speaker, start, end },
  words: [{ text, start, end }],
});

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
  const textsOf = ({ utterances }: Recognition) => utterances.map(({ text }) => text);
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

    it('hints at a language it is told, and at none otherwise', async () => {
      if (engine.languagesAsked === undefined) return;
      await recognize({ languages: ['de-CH'] });
      expect(engine.languagesAsked(emulator)).toEqual(engine.german);
      await recognize();
      expect(engine.languagesAsked(emulator)).not.toEqual(engine.german);
    });

    it('gives nothing where nothing was said', async () => {
      engine.hear(emulator, []);
      expect(await recognize()).toMatchObject({ utterances: [], problem: null });
    });

    it('keeps no word of an answer that is cut off, and asks once', async () => {
      if (engine.cutNext === undefined) return;
      engine.cutNext(emulator);
      const { problem } = await recognize();
      expect(problem?.reason).toMatch(/^(?:stopped_early|unreadable_answer)$/);
      expect(problem?.setting).toBeUndefined();
      expect(emulator.requests.filter(({ bytes }) => bytes > 0)).toHaveLength(1);
    });
  });

  const { answer } = engine;
  if (answer === undefined) return;

  describe(`an odd answer of ${engine.name}`, () => {
    const [good, hello] = [spoken('Good', 0.1, 0.5), spoken('Hello', 2, 2.4, 'B')];

    it.each<[string, unknown, unknown]>([
      ['as text', '1.25', '1.5'],
      ['as text with a unit', '1.25s', '1.5s'],
      ['of a clock', '00:01.25', '0:01.5'],
      ['of a clock with hours', '00:00:01,250', '00:00:01.500'],
    ])('is read with times %s', async (_what, start, end) => {
      answer(emulator, [good, spoken('day', start, end), hello]);
      const recognition = await recognize();
      expect(recognition.problem).toBeNull();
      expect(textsOf(recognition).join(' ')).toBe('Good day Hello');
      const day = recognition.utterances.find(({ text }) => text.includes('day'));
      const word = day?.words.find(({ text }) => text === 'day') ?? day;
      expect(word).toMatchObject({ startMs: 1_250, endMs: 1_500 });
    });

    it('has a word without a time put between its neighbours', async () => {
      const words = [
        { text: 'in', start: 0.1, end: 0.5 },
        { text: '2014' },
        { text: 'or', start: 1.1, end: 1.5 },
      ];
      answer(emulator, [{ text: 'in 2014 or', speaker: 'A', start: 0.1, end: 1.5, words }]);
      const recognition = await recognize();
      expect(recognition).toMatchObject({ problem: null, utterances: [{ text: 'in 2014 or' }] });
      if (!capabilities().wordTimes) return;
      expect(recognition.utterances[0]?.words[1]).toMatchObject({
        ...{ text: '2014', startMs: 500, endMs: 1_100 },
      });
    });

    it('has a turn without a time put between those that have one', async () => {
      const bare = { text: 'day', speaker: 'A', words: [{ text: 'day' }] };
      answer(emulator, [good, bare, hello]);
      const recognition = await recognize();
      expect(recognition.problem).toBeNull();
      expect(textsOf(recognition).join(' ')).toBe('Good day Hello');
      const spans = recognition.utterances.flatMap((one) => [one.startMs, one.endMs]);
      expect(spans).toEqual(spans.toSorted((a, b) => a - b));
      expect(spans.every((ms) => ms >= 100 && ms <= 2_400)).toBe(true);
    });

    it('gives turns without a speaker to nobody else, and not to one another', async () => {
      if (!capabilities().diarization) return;
      const nobody = (turn: RawTurn) => ({ ...turn, speaker: undefined });
      const [day, then] = [spoken('day', 1, 1.2), spoken('then', 2.6, 2.9)];
      answer(emulator, [good, nobody(day), hello, nobody(then)]);
      const recognition = await recognize();
      expect(textsOf(recognition)).toEqual(['Good', 'day', 'Hello', 'then']);
      expect(new Set(speakersOf(recognition)).size).toBe(4);
    });

    it.each([null, 7])('has an element that is no turn told as a stretch: %j', async (odd) => {
      answer(emulator, [good, odd, hello]);
      const recognition = await recognize();
      expect(recognition.problem).toBeNull();
      expect(textsOf(recognition).join(' ')).toBe('Good Hello');
      const [stretch, ...more] = recognition.unread ?? [];
      expect(more).toEqual([]);
      expect(stretch).toMatchObject({ startMs: 500, endMs: 2_000 });
    });

    it('is read in code fences, with stray escapes and raw control characters', async () => {
      if (engine.answerText === undefined) return;
      engine.answerText(emulator, [good, spoken("it's", 1, 1.2), hello], (json) => {
        return `\`\`\`json\n${json.replaceAll("it's", "it\\'s").replaceAll('Good', 'Good\t')}\n\`\`\``;
      });
      const recognition = await recognize();
      expect(recognition.problem).toBeNull();
      expect(textsOf(recognition).join(' ')).toBe("Good it's Hello");
    });

    it('without any times names the setting to change, and repeats no word', async () => {
      if (engine.answerTextAlone === undefined) return;
      engine.answerTextAlone(emulator, 'Good morning to all of you.');
      const { utterances, problem } = await recognize();
      expect(utterances).toEqual([]);
      expect(problem?.setting).toContain(engine.textAloneSetting);
      expect(JSON.stringify(problem)).not.toContain('morning');
    });
  });
}
