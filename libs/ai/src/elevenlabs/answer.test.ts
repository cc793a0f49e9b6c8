import { expect, it } from '@jest/globals';
import { readElevenLabsAnswer } from './answer.ts';

it('words that the text has and the list has not are told as not read', () => {
  const words = Array.from({ length: 100 }, (_, at) => {
    return { text: `w${at}`, speaker_id: 's', start: at * 0.6, end: at * 0.6 + 0.6 };
  });
  const text = words.map((word) => word.text).join(' ');
  const sent = { durationMs: 60_000, diarize: true };
  const unreadIn = (list: unknown[]) => readElevenLabsAnswer({ text, words: list }, sent)?.unread;
  expect(unreadIn(words)).toEqual([]);
  expect(unreadIn(words.filter((_, at) => at < 40 || at >= 45))).toEqual([
    { startMs: 24_000, endMs: 27_000 },
  ]);
});
