import { describe, expect, it } from '@jest/globals';
import type { Utterance } from '@memo/transcript';
import { validateRecognition } from './validate-recognition.ts';

const minuteMs = 60_000;

/** One word every half second from `startMs`. */
function said(text: string, startMs = 0, speaker = 'spk_1'): Utterance {
  const words = text.split(' ').map((word, index) => {
    const wordStartMs = startMs + index * 500;
    return { text: word, startMs: wordStartMs, endMs: wordStartMs + 400 };
  });
  return { speaker, text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

const badAnswer = (what: RegExp) =>
  expect.objectContaining({
    kind: 'unavailable',
    code: 'bad_answer',
    message: expect.stringMatching(what),
  });

describe('validateRecognition', () => {
  it('puts turns in order of start', () => {
    const turns = [said('and good morning', 4_000, 'b'), said('good morning', 0, 'a')];
    expect(validateRecognition(turns, minuteMs).map(({ speaker }) => speaker)).toEqual(['a', 'b']);
  });

  it('clamps what overshoots the audio by a rounding', () => {
    const [utterance] = validateRecognition([said('the end', 59_000)], 59_700);
    expect(utterance).toMatchObject({ startMs: 59_000, endMs: 59_700 });
    expect(utterance?.words.at(-1)).toEqual({ text: 'end', startMs: 59_500, endMs: 59_700 });
  });

  it('refuses times that drift beyond the audio, and says where', () => {
    const turns = [said('hello'), said('goodbye', 783_000)];
    expect(() => validateRecognition(turns, 628_000)).toThrow(badAnswer(/13:03.*10:28/));
  });

  it('refuses words that run backwards', () => {
    const turn = said('one two three');
    const backwards = { ...turn, words: turn.words.toReversed() };
    expect(() => validateRecognition([backwards], minuteMs)).toThrow(badAnswer(/backwards/));
  });

  it('refuses a word that ends before it starts', () => {
    const turn = said('one');
    const upended = { ...turn, words: [{ text: 'one', startMs: 300, endMs: 200 }] };
    expect(() => validateRecognition([upended], minuteMs)).toThrow(badAnswer(/backwards/));
  });

  it.each([
    ['a word', 'no '],
    ['a phrase', 'thank you for watching '],
  ])('refuses %s said eight times in a row, and takes seven', (_what, phrase) => {
    const times = (count: number) => [said(`well then ${phrase.repeat(count)}that is all`)];
    expect(() => validateRecognition(times(8), minuteMs)).toThrow(badAnswer(/over and over/));
    expect(validateRecognition(times(7), minuteMs)).toHaveLength(1);
  });

  it('finds a loop that goes over many turns', () => {
    const turns = Array.from({ length: 8 }, (_, index) => [
      said('see you.', index * 4_000, 'a'),
      said('See you!', index * 4_000 + 2_000, 'b'),
    ]).flat();
    expect(() => validateRecognition(turns, minuteMs)).toThrow(badAnswer(/over and over/));
  });

  it('takes a roll call where everyone answers the same', () => {
    const turns = Array.from({ length: 8 }, (_, index) =>
      said('here', index * 1_000, `spk_${index}`),
    );
    expect(validateRecognition(turns, minuteMs)).toHaveLength(8);
  });

  it('refuses more words than anyone can say, and takes fast speech', () => {
    const text = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');
    const in4s = { ...said(text), words: [], endMs: 4_000 };
    const in5s = { ...in4s, endMs: 5_000 };
    expect(() => validateRecognition([in4s], minuteMs)).toThrow(badAnswer(/40 words in 4 s/));
    expect(validateRecognition([in5s], minuteMs)).toEqual([in5s]);
  });

  it('takes a burst of short words in a second', () => {
    const burst = { ...said('oh I do not know what to say to it'), words: [], endMs: 1_000 };
    expect(validateRecognition([burst], minuteMs)).toEqual([burst]);
  });
});
