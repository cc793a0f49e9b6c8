import type { SpokenSegment } from './document.ts';

// Further away a word is the same word said again, and the one meant is spelt otherwise.
const nearby = 40;

interface Anchor {
  offset: number;
  ms: number;
}

/**
 * When each part of a segment's text is said, by offset. Words with times that are found in the text hold it; between
 * them, and without them, time goes by share of text. Never runs back, never leaves the segment.
 */
export function textClock(segment: SpokenSegment, text: string): (offset: number) => number {
  const anchors = anchorsOf(segment, text);
  return (offset) => {
    const after = Math.min(firstBeyond(anchors, offset), anchors.length - 1);
    const [from, to] = [anchors[after - 1], anchors[after]];
    if (from === undefined || to === undefined) return segment.startMs;
    const length = to.offset - from.offset;
    const share = length === 0 ? 1 : Math.min(1, Math.max(0, (offset - from.offset) / length));
    return Math.round(from.ms + share * (to.ms - from.ms));
  };
}

/** The position of the first anchor behind an offset. A speech of hours is one segment: it is looked up by halves. */
function firstBeyond(anchors: readonly Anchor[], offset: number): number {
  let [low, high] = [0, anchors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle]?.offset ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function anchorsOf({ words, startMs, endMs }: SpokenSegment, text: string): Anchor[] {
  const end = Math.max(startMs, endMs);
  const anchors: Anchor[] = [{ offset: 0, ms: startMs }];
  let offset = 0;
  let ms = startMs;
  const hold = (at: number, time: number): void => {
    ms = Math.min(Math.max(time, ms), end);
    offset = at;
    anchors.push({ offset, ms });
  };
  for (const word of words) {
    const said = word.text.trim();
    const ahead = text.slice(offset, offset + nearby + said.length).indexOf(said);
    if (said === '' || ahead < 0) continue;
    const found = offset + ahead;
    hold(found, word.startMs);
    hold(found + said.length, word.endMs);
  }
  anchors.push({ offset: Math.max(text.length, offset), ms: end });
  return anchors;
}
