import { expect, it } from '@jest/globals';
import type { Part } from '@google/genai';
import { utterancesFromParts } from './utterances.ts';

const sent = { durationMs: 4_000, diarize: true };
const spoken = (audioTranscription: Part['audioTranscription']): Part => ({
  ...(audioTranscription && { audioTranscription }),
});

const hello = spoken({ text: 'Hello.', startOffset: '1s', endOffset: '1.500s' });
const recognized = { speaker: 'voice', text: 'Hello.', startMs: 1_000, endMs: 1_500, words: [] };
const whole = { unread: [], untimed: false, givenTwice: 0, proseOnly: false };

it('turns in which nothing is said are passed over', () => {
  const parts = [spoken({ text: ' ', startOffset: '0s', endOffset: '1s' }), hello];
  expect(utterancesFromParts(parts, sent)).toEqual({ ...whole, utterances: [recognized] });
});

it('what is no transcription beside one is a turn that was not read, behind the one before it', () => {
  expect(utterancesFromParts([hello, { text: 'Here is more:' }], sent)).toEqual({
    ...whole,
    utterances: [recognized],
    unread: [{ startMs: 1_500, endMs: 4_000 }],
  });
});

it('words that are no transcription at all are told from silence', () => {
  const prose = { text: 'Here is your transcript: Hello.' };
  expect(utterancesFromParts([prose], sent)).toMatchObject({ utterances: [], proseOnly: true });
  expect(utterancesFromParts([{ text: ' ' }], sent)).toMatchObject({
    utterances: [],
    proseOnly: false,
  });
});
