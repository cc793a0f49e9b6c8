import { expect, it } from '@jest/globals';
import { readDeepgramAnswer } from './answer.ts';

const sent = { durationMs: 60_000, diarize: true };
const words = Array.from({ length: 100 }, (_, at) => {
  return { word: `w${at}`, speaker: 0, start: at * 0.6, end: at * 0.6 + 0.5 };
});
const textOf = (list: typeof words) => list.map(({ word }) => word).join(' ');
const utterance = { transcript: textOf(words.slice(0, 80)), speaker: 0, start: 0, end: 47.9 };
const answer = (utterances: unknown[], list: typeof words, transcript: string) => ({
  results: { utterances, channels: [{ alternatives: [{ transcript, words: list }] }] },
});

it('what utterances lack and words have is read from the words', () => {
  for (const transcript of [textOf(words), '']) {
    const read = readDeepgramAnswer(answer([utterance], words, transcript), sent);
    expect(read?.unread).toEqual([]);
    expect(read?.utterances.map(({ text }) => text)).toEqual([textOf(words)]);
  }
});

it('what both lack and the transcript has is told as not read', () => {
  const read = readDeepgramAnswer(answer([utterance], words.slice(0, 80), textOf(words)), sent);
  expect(read?.unread).toEqual([{ startMs: 47_900, endMs: 60_000 }]);
});
