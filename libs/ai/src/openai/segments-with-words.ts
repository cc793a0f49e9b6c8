import { isFields, spanIn, textIn } from '../reading/fields.ts';
import { turnsOfWords } from '../reading/turns-of-words.ts';
import { letters } from '../reading/written-words.ts';

interface Word {
  given: unknown;
  letters: string;
  /** Its middle, in ms; null where it has no time. */
  middleMs: number | null;
}

interface Segment {
  startMs: number | null;
  endMs: number | null;
  letters: string;
}

/** A word this near to a segment (ms) belongs to what the segment says, in other letters. */
const nearMs = 500;

/**
 * Segments with the words of one list for all. A segment gets them only where they spell what it says: otherwise words
 * could be lost or doubled between two segments, and its own times are better than that. Words that no segment has, said
 * where there is no segment, come as turns of their own.
 */
export function segmentsWithWords(
  segments: readonly unknown[],
  list: readonly unknown[],
): unknown[] {
  const words = list.map(readWord).filter((word) => word.letters !== '');
  const spans = segments.map(readSegment);
  let next = 0;
  const elements = segments.flatMap((segment, index): unknown[] => {
    const { letters: wanted, startMs, endMs } = spans[index] ?? readSegment(null);
    const alone: unknown[] = [];
    let until = spelledUntil(wanted, words, next);
    while (until === null && isBefore(words[next], startMs)) {
      if (isAlone(words[next], spans)) alone.push(words[next]?.given);
      next += 1;
      until = spelledUntil(wanted, words, next);
    }
    const own = until === null ? [] : words.slice(next, until).map(({ given }) => given);
    if (until === null) while (isBefore(words[next], endMs)) next += 1;
    else next = until;
    const whole = isFields(segment) && own.length > 0 ? { ...segment, words: own } : segment;
    return [...turnsOfWords(alone), whole];
  });
  const behind = words.slice(next).filter((word) => isAlone(word, spans));
  return [...elements, ...turnsOfWords(behind.map(({ given }) => given))];
}

function readWord(given: unknown): Word {
  const fields = isFields(given) ? given : {};
  const { startMs, endMs } = spanIn(fields);
  const [from, to] = [startMs ?? endMs, endMs ?? startMs];
  return {
    given,
    letters: letters(textIn(fields) ?? ''),
    middleMs: from === null || to === null ? null : (from + to) / 2,
  };
}

function readSegment(given: unknown): Segment {
  const fields = isFields(given) ? given : {};
  return { ...spanIn(fields), letters: letters(textIn(fields) ?? '') };
}

const isBefore = (word: Word | undefined, ms: number | null): boolean =>
  word !== undefined && ms !== null && (word.middleMs ?? -Infinity) < ms;

/** Whether a word was said where no segment is. */
function isAlone(word: Word | undefined, segments: readonly Segment[]): boolean {
  const at = word?.middleMs ?? null;
  return (
    at !== null &&
    segments.every(({ startMs, endMs }) => {
      if (startMs === null || endMs === null) return false;
      return at < startMs - nearMs || at > endMs + nearMs;
    })
  );
}

/** Behind the last of the words that spell the text; null when they do not. */
function spelledUntil(wanted: string, words: readonly Word[], from: number): number | null {
  let spelled = '';
  let index = from;
  for (; spelled.length < wanted.length && index < words.length; index += 1) {
    spelled += words[index]?.letters ?? '';
  }
  return spelled === wanted ? index : null;
}
