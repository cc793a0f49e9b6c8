import { describe, expect, it } from '@jest/globals';
import type { Recognition } from '../src/recognition.schema.ts';
import type { RecognizerCapabilities } from '../src/recognizer.ts';
import type { Emulator, Engine, RawTurn } from './engine.ts';

interface Asked<E extends Emulator> {
  asked: () => E;
  recognize: () => Promise<Recognition>;
  capabilities: () => RecognizerCapabilities;
}

const spoken = (text: string, start: unknown, end: unknown, speaker: unknown = 'A'): RawTurn => ({
  ...{ text, speaker, start, end },
  words: [{ text, start, end }],
});

const textsOf = ({ utterances }: Recognition) => utterances.map(({ text }) => text);

/** An answer was paid for: what of it can be read is, and what cannot is told. */
export function describeOddAnswers<E extends Emulator>(
  { answer, ...engine }: Engine<E> & Required<Pick<Engine<E>, 'answer'>>,
  { asked, recognize, capabilities }: Asked<E>,
): void {
  describe(`an odd answer of ${engine.name}`, () => {
    const [good, hello] = [spoken('Good', 0.1, 0.5), spoken('Hello', 2, 2.4, 'B')];

    it.each<[string, unknown, unknown]>([
      ['as text', '1.25', '1.5'],
      ['as text with a unit', '1.25s', '1.5s'],
      ['of a clock', '00:01.25', '0:01.5'],
      ['of a clock with hours', '00:00:01,250', '00:00:01.500'],
    ])('is read with times %s', async (_what, start, end) => {
      answer(asked(), [good, spoken('day', start, end), hello]);
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
      answer(asked(), [{ text: 'in 2014 or', speaker: 'A', start: 0.1, end: 1.5, words }]);
      const recognition = await recognize();
      expect(recognition).toMatchObject({ problem: null, utterances: [{ text: 'in 2014 or' }] });
      if (!capabilities().wordTimes) return;
      expect(recognition.utterances[0]?.words[1]).toMatchObject({
        ...{ text: '2014', startMs: 500, endMs: 1_100 },
      });
    });

    it('has a turn without a time put between those that have one', async () => {
      const bare = { text: 'day', speaker: 'A', words: [{ text: 'day' }] };
      answer(asked(), [good, bare, hello]);
      const recognition = await recognize();
      expect(recognition.problem).toBeNull();
      expect(textsOf(recognition).join(' ')).toBe('Good day Hello');
      const spans = recognition.utterances.flatMap((one) => [one.startMs, one.endMs]);
      expect(spans).toEqual(spans.toSorted((a, b) => a - b));
      expect(spans.every((ms) => ms >= 100 && ms <= 2_400)).toBe(true);
    });

    it('gives turns without a speaker to nobody else, and not to one another', async () => {
      const nobody = (turn: RawTurn) => ({ ...turn, speaker: undefined });
      const [day, then] = [spoken('day', 1, 1.2), spoken('then', 2.6, 2.9)];
      answer(asked(), [good, nobody(day), hello, nobody(then)]);
      const recognition = await recognize();
      expect(textsOf(recognition).join(' ')).toBe('Good day Hello then');
      const speakers = new Set(recognition.utterances.map(({ speaker }) => speaker));
      expect(speakers.size).toBe(capabilities().diarization ? 4 : 1);
      if (!capabilities().diarization) return;
      expect(textsOf(recognition)).toEqual(['Good', 'day', 'Hello', 'then']);
    });

    it.each([null, 7])('has an element that is no turn told as a stretch: %j', async (odd) => {
      answer(asked(), [good, odd, hello]);
      const recognition = await recognize();
      expect(recognition.problem).toBeNull();
      expect(textsOf(recognition).join(' ')).toBe('Good Hello');
      const [stretch, ...more] = recognition.unread ?? [];
      expect(more).toEqual([]);
      expect(stretch).toMatchObject({ startMs: 500, endMs: 2_000 });
    });

    const { answerText, answerTextAlone } = engine;
    if (answerText !== undefined) {
      it('is read in code fences, with stray escapes and raw control characters', async () => {
        answerText(asked(), [good, spoken("it's", 1, 1.2), hello], (json) => {
          return `\`\`\`json\n${json.replaceAll("it's", "it\\'s").replaceAll('Good', 'Good\t')}\n\`\`\``;
        });
        const recognition = await recognize();
        expect(recognition.problem).toBeNull();
        expect(textsOf(recognition).join(' ')).toBe("Good it's Hello");
      });
    }

    if (answerTextAlone !== undefined) {
      it('without any times names the setting to change, and repeats no word', async () => {
        answerTextAlone(asked(), 'Good morning to all of you.');
        const { utterances, problem } = await recognize();
        expect(utterances).toEqual([]);
        expect(problem?.setting).toContain(engine.textAloneSetting);
        expect(JSON.stringify(problem)).not.toContain('morning');
      });
    }
  });
}
