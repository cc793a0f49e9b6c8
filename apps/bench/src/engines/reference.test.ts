import { expect, it } from '@jest/globals';
import { vttOf } from '@memo/transcript';
import { readJson, readRttm, readStm, readVtt } from './reference.ts';

const ann = { speaker: 'ann', text: 'Good morning, all.', startMs: 500, endMs: 2_250 };
const bob = { speaker: 'bob', text: 'Morning!', startMs: 2_500, endMs: 3_000 };

it('STM is read with and without labels, without what is not to be scored', () => {
  const text = [
    ';; a comment',
    'standup 1 ann 0.5 2.25 <o,f0,female> Good morning, all.',
    'standup 1 bob 2.50 3.00 Morning!',
    'standup 1 inter_segment_gap 3.0 4.0 <o,,> IGNORE_TIME_SEGMENT_IN_SCORING',
  ].join('\n');
  expect(readStm(text)).toEqual([ann, bob]);
});

it('RTTM is read as who speaks when', () => {
  const text = [
    'SPKR-INFO standup 1 <NA> <NA> <NA> unknown ann <NA>',
    'SPEAKER standup 1 0.500 1.750 <NA> <NA> ann <NA> <NA>',
    'SPEAKER standup 1 2.5 0.5 <NA> <NA> bob <NA> <NA>',
  ].join('\n');
  expect(readRttm(text)).toEqual([
    { ...ann, text: '' },
    { ...bob, text: '' },
  ]);
});

it('WebVTT is read as we write it, and as others do', () => {
  const segments = [ann, { ...bob, text: 'R&D < "you" > me', endMs: 5_000 }];
  expect(
    readVtt([...vttOf(segments.map((one, id) => ({ ...one, id, words: [] })))].join('')),
  ).toEqual(segments);
  const others =
    'WEBVTT\r\n\r\n1\r\n00:00.500 --> 00:02.250 align:start\r\nann: Good morning,\r\nall.\r\n';
  expect(readVtt(others)).toEqual([ann]);
});

it('the JSON of an export is read', () => {
  const transcription = [ann, bob].map(({ speaker, text, startMs, endMs }, id) => {
    return {
      id,
      speaker,
      text,
      start_time: '0:00',
      end_time: '0:02',
      start_ms: startMs,
      end_ms: endMs,
    };
  });
  expect(readJson(JSON.stringify({ title: 'Stand-up', transcription }))).toEqual([ann, bob]);
});
