import { createWordFinder, type FoundWord } from './find-word.ts';
import { samplesPerMs } from './marker.ts';
import { bestMatch, isSaid } from './match.ts';
import { timelineOf, type TimelineWord } from './timeline.ts';
import type { KnownMeeting } from './types.ts';

export interface RecognizedWord {
  word: TimelineWord;
  /** Where it begins in the audio, to the sample; negative when its beginning is cut off. */
  startMs: number;
  endMs: number;
  /** Part of it lies before the start or behind the end of the audio. */
  isCut: boolean;
}

/** A second device's clock, or a resampler, moves a word by less than this from one to the next. */
const clockReach = 3;

/** How far back from where the unexplained begins a word may have begun that was talked over. */
const lookBackSamples = 2_000 * samplesPerMs;

/**
 * The words that really are in these 16 kHz samples, in order of time. Every one is checked by its own sound, so
 * what was cut out, silenced or doubled on the way here is missing or twice in the answer, too.
 */
export function recognizeWords(meeting: KnownMeeting, samples: Int16Array): RecognizedWord[] {
  const timeline = timelineOf(meeting);
  const find = createWordFinder(samples, timeline);
  const recognized: FoundWord[] = [];
  const lastStart = new Map<TimelineWord, number>();
  const sidesRecognized = new Set<number>();
  let explained = 0;

  const accept = (found: FoundWord) => {
    const before = lastStart.get(found.word);
    if (before !== undefined && Math.abs(before - found.start) < 20 * samplesPerMs) return;
    lastStart.set(found.word, found.start);
    sidesRecognized.add(found.word.side);
    recognized.push(found);
    explained = Math.max(explained, found.start + lengthOf(found.word));
  };

  for (let anchor = find(0); anchor; anchor = find(explained)) {
    const earliest = explained - lookBackSamples;
    const origin = anchor.start - anchor.word.startMs * samplesPerMs;
    accept(anchor);
    for (let index = anchor.word.index - 1; index >= 0; index -= 1) {
      const word = timeline.words[index];
      const expected = origin + (word?.startMs ?? 0) * samplesPerMs;
      if (!word || expected < earliest) break;
      const match = bestMatch(samples, word, expected, clockReach);
      if (match && isSaid(samples, word, match)) accept({ word, start: match.start });
    }
    follow(anchor);
  }

  /** From a word found on to all that should come after it, until something else does. */
  function follow(anchor: FoundWord): void {
    let origin = anchor.start - anchor.word.startMs * samplesPerMs;
    for (let index = anchor.word.index + 1; index < timeline.words.length; index += 1) {
      const word = timeline.words[index];
      const expected = origin + (word?.startMs ?? 0) * samplesPerMs;
      if (!word || expected >= samples.length) return;
      const match = bestMatch(samples, word, expected, clockReach);
      if (match === null) continue;
      if (isSaid(samples, word, match)) {
        accept({ word, start: match.start });
        origin = match.start - word.startMs * samplesPerMs;
      } else if (sidesRecognized.has(word.side)) return;
    }
  }

  return recognized
    .sort((a, b) => a.start - b.start)
    .map(({ word, start }) => ({
      word,
      startMs: start / samplesPerMs,
      endMs: (start + lengthOf(word)) / samplesPerMs,
      isCut: start < 0 || start + lengthOf(word) > samples.length,
    }));
}

const lengthOf = ({ startMs, endMs }: TimelineWord): number => (endMs - startMs) * samplesPerMs;
