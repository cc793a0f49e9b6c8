import type { SpokenSegment } from '../language-model.ts';

/**
 * The longest transcript that is summarised in one go, in bytes of UTF-8: about 15,000 tokens, an hour of talk in
 * English. Models take far more, but attend worst to the middle of what is long, and an answer has room for only so
 * many points. Bytes and not characters, because scripts that take more bytes also take more tokens.
 */
export const longestSection = 60_000;

/** What a line of a transcript has besides its text: id, time and speaker. */
const lineOverhead = 30;
/** How far from its ideal place a cut may be, as a share of a section: enough to find a pause. */
const slack = 0.1;

/**
 * The transcript in as few sections as the budget allows, of similar size, cut in long pauses between segments. A
 * segment is never cut: one that is over the budget by itself is a section that is too.
 */
export function sectionsOf(segments: SpokenSegment[], longest = longestSection): SpokenSegment[][] {
  // Where each segment ends, in bytes from the beginning.
  let total = 0;
  const ends = segments.map(({ text }) => (total += Buffer.byteLength(text) + lineOverhead));
  if (total <= longest) return [segments];
  const count = Math.ceil((total * (1 + 2 * slack)) / longest);
  const pauses = pausesAfter(segments);
  const sections: SpokenSegment[][] = [];
  let start = 0;
  for (let section = 1; section < count; section += 1) {
    const ideal = (total * section) / count;
    const reach = (total / count) * slack;
    const cut = bestCut({ ends, pauses, start, ideal, reach });
    if (cut === null) continue;
    sections.push(segments.slice(start, cut));
    start = cut;
  }
  return [...sections, segments.slice(start)];
}

/** Silence between each segment and the next, in ms; below 0 where people talk into each other. */
function pausesAfter(segments: SpokenSegment[]): number[] {
  let spokenUntil = 0;
  return segments.map(({ endMs }, index) => {
    spokenUntil = Math.max(spokenUntil, endMs);
    return (segments[index + 1]?.startMs ?? Infinity) - spokenUntil;
  });
}

interface Cut {
  ends: number[];
  pauses: number[];
  start: number;
  ideal: number;
  reach: number;
}

/** The position to cut before: after the longest pause in reach, else as near as there is; null where none is left. */
function bestCut({ ends, pauses, start, ideal, reach }: Cut): number | null {
  const distance = (index: number) => Math.abs((ends[index] ?? Infinity) - ideal);
  let best: number | null = null;
  // The last segment is nobody's border.
  for (let index = start; index < ends.length - 1; index += 1) {
    if (best === null || better(index, best)) best = index;
    if ((ends[index] ?? 0) > ideal + reach) break;
  }
  return best === null ? null : best + 1;

  function better(index: number, than: number): boolean {
    const [near, other] = [distance(index) <= reach, distance(than) <= reach];
    if (near !== other) return near;
    if (near) return (pauses[index] ?? 0) > (pauses[than] ?? 0);
    return distance(index) < distance(than);
  }
}
