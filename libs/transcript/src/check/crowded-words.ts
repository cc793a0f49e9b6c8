import { formatClock } from '../clock.ts';
import { lengthOf } from '../coverage/spans.ts';
import type { Utterance } from '../types.ts';
import { countedRuns, countWords } from './count-words.ts';
import { findHoles, soundIn } from './holes.ts';
import { fastestWordsPerSecond, shortestJudgedMs } from './impossible-words.ts';
import type { CheckedAudio, Fault } from './types.ts';

/**
 * Lengths (ms) of the windows over which the words of the whole answer are counted, whoever says them and in how many
 * turns, and how many words a second are too many in them: people talk over each other, but not for long.
 */
const windows = [
  { ms: shortestJudgedMs, wordsPerSecond: 14 },
  { ms: 20_000, wordsPerSecond: 10 },
];

/** So much of the sound without words, beside words that nobody can say: the clock is another than that of the audio. */
const lostShare = 0.8;

/** Words pressed into a small part of the audio, as where "1.02" means 1:02; null where there are none. */
export function findLostClock(utterances: readonly Utterance[], audio: CheckedAudio): Fault | null {
  const soundMs = lengthOf(soundIn(audio));
  const holesMs = lengthOf(findHoles(utterances, audio));
  if (holesMs < lostShare * soundMs) return null;
  const seconds = Math.max(soundMs - holesMs, shortestJudgedMs) / 1_000;
  const count = Math.round(countWords(utterances));
  if (count <= fastestWordsPerSecond * seconds) return null;
  const percent = Math.floor((100 * holesMs) / soundMs);
  const detail = `it has ${count} words in ${Math.round(seconds)} s and none in ${percent} % of the sound`;
  return { reason: 'wrong_times', detail };
}

/** More words in a window of the answer than anyone can say, over all turns in it; null where there are none. */
export function findCrowded(utterances: readonly Utterance[]): Fault | null {
  const moments = utterances.flatMap(momentsOf).sort((a, b) => a.ms - b.ms);
  for (const { ms, wordsPerSecond } of windows) {
    let first = 0;
    let count = 0;
    for (const moment of moments) {
      count += moment.count;
      for (; moment.ms - (moments[first]?.ms ?? 0) > ms; first += 1) {
        count -= moments[first]?.count ?? 0;
      }
      if (count <= (wordsPerSecond * ms) / 1_000) continue;
      const at = formatClock(moments[first]?.ms ?? 0);
      const detail = `it has ${Math.round(count)} words in ${ms / 1_000} s at ${at}`;
      return { reason: 'too_many_words', detail };
    }
  }
  return null;
}

/** When each word is said: where it has no time of its own, by its place in the turn. A run of many takes its time. */
function momentsOf(utterance: Utterance): { ms: number; count: number }[] {
  const counts = countedRuns(utterance);
  const { startMs, endMs, words } = utterance;
  const eachMs = (endMs - startMs) / Math.max(1, countWords([utterance]));
  let before = 0;
  return counts.flatMap((count, index) => {
    const guess = {
      startMs: startMs + before * eachMs,
      endMs: startMs + (before + count) * eachMs,
    };
    before += count;
    const word = words[index];
    const span = word ?? guess;
    if (count <= 1) return [{ ms: word?.startMs ?? (guess.startMs + guess.endMs) / 2, count }];
    const parts = Math.ceil(count);
    const partMs = (span.endMs - span.startMs) / parts;
    return Array.from({ length: parts }, (_, part) => {
      return { ms: span.startMs + (part + 0.5) * partMs, count: count / parts };
    });
  });
}
