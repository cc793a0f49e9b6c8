import { expect, it } from '@jest/globals';
import type { Part } from '@google/genai';
import { utterancesFromParts } from './utterances.ts';

const spoken = (audioTranscription: Part['audioTranscription']): Part => ({
  ...(audioTranscription && { audioTranscription }),
});

const hello = spoken({ text: 'Hello.', startOffset: '1s', endOffset: '1.500s' });
const recognized = { speaker: 'spk', text: 'Hello.', startMs: 1_000, endMs: 1_500, words: [] };

it.each<[string, Part]>([
  ['it has a word without a time', spoken({ words: [{ word: 'when', startOffset: '3s' }] })],
  ['it has speech without a time', spoken({ text: 'when', startOffset: '3s' })],
  ['it holds something other than a transcription', { text: 'Here is your transcript:' }],
])('an answer is unreadable, but for the turns that can be read, where %s', (unreadable, part) => {
  expect(utterancesFromParts([hello, part])).toEqual({ utterances: [recognized], unreadable });
});

it('turns in which nothing is said are passed over', () => {
  const parts = [spoken({ text: ' ', startOffset: '0s', endOffset: '1s' }), hello];
  expect(utterancesFromParts(parts)).toEqual({ utterances: [recognized], unreadable: null });
});
