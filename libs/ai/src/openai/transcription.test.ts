import { expect, it } from '@jest/globals';
import { readTranscription } from './transcription.ts';

const sent = { durationMs: 60_000, diarize: true };
const segments = Array.from({ length: 12 }, (_, at) => {
  const text = `one${at} two${at} three${at} four${at} five${at} six${at}`;
  return { speaker: 'A', start: at * 5, end: at * 5 + 5, text };
});
const words = segments.flatMap(({ text, start }) =>
  text
    .split(' ')
    .map((word, at) => ({ word, start: start + at * 0.8, end: start + at * 0.8 + 0.8 })),
);
const text = segments.map((segment) => segment.text).join(' ');
const unread = [{ startMs: 55_000, endMs: 60_000 }];

it('words that the text has and no segment or word are told as not read', () => {
  const { diarized, verbose } = readTranscription;
  expect(diarized({ text, segments }, sent)?.unread).toEqual([]);
  expect(diarized({ text, segments: segments.slice(0, -1) }, sent)?.unread).toEqual(unread);
  expect(verbose({ text, words }, sent)?.unread).toEqual([]);
  expect(verbose({ text, words: words.slice(0, -6) }, sent)?.unread).toEqual([
    { startMs: 54_800, endMs: 60_000 },
  ]);
});

it('what segments lack and words have is read from the words', () => {
  const read = readTranscription.verbose({ text, words, segments: segments.slice(0, -1) }, sent);
  expect(read?.utterances.at(-1)?.text).toContain('six11');
  // "one11" is so near to a segment that it may be said by it in other letters; the text shows that it is not.
  expect(read?.unread).toEqual([{ startMs: 54_800, endMs: 55_800 }]);
});
