import { assembleTranscript, type TranscribedPart, type Utterance } from '@memo/transcript';
import { planMeeting, type KnownMeeting } from '@memo/testing/known-meeting';
import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';

const hours = 12;
const chunkMs = 20 * 60_000;
const overlapMs = 12_000;
const rounds = 9;

/** Joining the chunks of the longest meeting there may be, both sides. */
export const transcriptsStitch: Benchmark = {
  name: 'transcripts-stitch',
  run: ({ say }) => {
    const meeting = planMeeting({
      seed: 12,
      minutes: hours * 60,
      speakers: 4,
      sides: [0, 1, 1, 1],
      overlaps: 0.1,
    });
    const parts = [...chunksOf(meeting, 0), ...chunksOf(meeting, 1)];
    const words = parts.flatMap(({ utterances }) => utterances.flatMap((one) => one.words)).length;
    say(`${parts.length} chunks of ${hours} hours, ${words} words`);
    // The first rounds are compiled while they run.
    const times = Array.from({ length: rounds }, () => {
      const started = performance.now();
      assembleTranscript(parts);
      return performance.now() - started;
    });
    say(`rounds: ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    const value = median(times);
    return Promise.resolve([
      { name: `stitching ${hours} hours, two sides`, value, unit: 'ms', atMost: 200 },
    ]);
  },
};

/** What a perfect recognizer answers for each chunk of a side. */
function chunksOf(meeting: KnownMeeting, side: 0 | 1): TranscribedPart[] {
  const { durationMs, sides } = meeting;
  const own = meeting.utterances.filter(({ speaker }) => sides?.[speaker] === side);
  return Array.from({ length: Math.ceil(durationMs / chunkMs) }, (_, chunk) => {
    const startMs = Math.max(chunk * chunkMs - overlapMs / 2, 0);
    const endMs = Math.min((chunk + 1) * chunkMs + overlapMs / 2, durationMs);
    const utterances = own.flatMap(({ speaker, words }): Utterance[] => {
      const within = words
        .filter((word) => word.startMs >= startMs && word.endMs <= endMs)
        .map((word) => {
          return { ...word, startMs: word.startMs - startMs, endMs: word.endMs - startMs };
        });
      const [first, last] = [within[0], within.at(-1)];
      if (first === undefined || last === undefined) return [];
      const text = within.map((word) => word.text).join(' ');
      const label = `${chunk}-${speaker}`;
      return [{ speaker: label, text, startMs: first.startMs, endMs: last.endMs, words: within }];
    });
    return { chunk, side, startMs, endMs, utterances };
  });
}
