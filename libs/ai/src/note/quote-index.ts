import type { SpokenSegment } from '../language-model.ts';
import { cutsWord } from './cuts-word.ts';
import { foldText, type FoldedText } from './folded-text.ts';

/** A place of the transcript in which a quote stands. */
export interface Found {
  /** Its segment, or two that follow each other. */
  segmentIds: number[];
  /** The transcript's own words. */
  words: string;
  /** The same with what ends the sentence, where the words do. */
  quote: string;
  /** Whether it is all that is said in them. */
  isWhole: boolean;
}

const sentenceEnd = /^[.?!…。．？！؟۔।]+/u;

export interface QuoteIndex {
  /** Those of them that the transcript has, each once, in the order in which they are read. */
  inOrder(segmentIds: readonly number[]): number[];
  /** Who speaks in these segments. */
  speakersOf(segmentIds: ReadonlySet<number>): string[];
  /** Where these words stand inside these segments, across two only where one follows the other. */
  findIn(segmentIds: ReadonlySet<number>, quote: string): Found | null;
  /** The one place where these words stand; null where there is none or more than one. */
  findOnly(quote: string): Found | null;
}

/** A quote that stands inside so many words is not accepted: looking further would keep a worker busy. */
const mostPlaces = 2_000;

const isDigit = /\p{Nd}/u;

/** Finds words in a transcript whatever their case, width, spacing and punctuation; whole words only. */
export function createQuoteIndex(segments: readonly SpokenSegment[]): QuoteIndex {
  const parts: string[] = [];
  /** By position, where a segment begins in `text`; then where the last one ends. */
  const begins = new Uint32Array(segments.length + 1);
  /** Where a line of its own keeps the number that ends a segment from the one that begins the next. */
  const breaks = new Set<number>();
  let length = 0;
  for (const [position, segment] of segments.entries()) {
    const { folded } = foldText(segment.text);
    if (isDigit.test(parts.at(-1)?.at(-1) ?? '') && isDigit.test(folded.charAt(0))) {
      breaks.add(length);
      parts.push('\n');
      length += 1;
    }
    begins[position] = length;
    parts.push(folded);
    length += folded.length;
  }
  begins[segments.length] = length;
  const text = parts.join('');
  const positions = new Map(segments.map(({ id }, position) => [id, position]));
  // Kept for the few segments in which anything is found: for all of them it would be a hundred times their text.
  const folds = new Map<number, FoldedText>();

  const spanOf = (id: number) => {
    const position = positions.get(id) ?? segments.length;
    const to = begins[position + 1] ?? length;
    return { from: begins[position] ?? length, to: breaks.has(to - 1) ? to - 1 : to };
  };

  /** The character at this place of `text`, and its segment. */
  function characterAt(place: number) {
    let [low, high] = [0, segments.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((begins[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    const segment = segments[low];
    if (segment === undefined || breaks.has(place)) return null;
    const fold = folds.get(low) ?? foldText(segment.text);
    folds.set(low, fold);
    const unit = place - (begins[low] ?? 0);
    const [start = 0, end = 0] = [fold.starts[unit], fold.ends[unit]];
    // One character may be folded to several, of which all count or none.
    const isFirst = fold.starts[unit - 1] !== start;
    const isLast = fold.ends[unit + 1] !== end;
    return { position: low, segment, start, end, isFirst, isLast };
  }

  /** Only where it begins in this part of the text. */
  function* find(folded: string, { from, to }: { from: number; to: number }): Generator<Found> {
    if (folded === '') return;
    // No further than a quote can reach that begins here.
    const part = text.slice(from, to + folded.length - 1);
    let places = 0;
    for (let at = part.indexOf(folded); at !== -1; at = part.indexOf(folded, at + 1)) {
      if ((places += 1) > mostPlaces) return;
      const found = placeOf(from + at, from + at + folded.length - 1);
      if (found !== null) yield found;
    }
  }

  /** Null where it begins or ends inside a word or a character, or reaches over more than two segments. */
  function placeOf(first: number, last: number): Found | null {
    const [from, to] = [characterAt(first), characterAt(last)];
    if (!from?.isFirst || !to?.isLast || to.position - from.position > 1) return null;
    const { segment: one, start } = from;
    const { segment: two, end } = to;
    if (cutsWord(one.text, start) || cutsWord(two.text, end)) return null;
    const [segmentIds, words] =
      one === two
        ? [[one.id], one.text.slice(start, end)]
        : [
            [one.id, two.id],
            `${one.text.slice(start).trimEnd()} ${two.text.slice(0, end).trimStart()}`,
          ];
    const [stop = ''] = sentenceEnd.exec(two.text.slice(end)) ?? [];
    const isWhole = first === spanOf(one.id).from && last + 1 === spanOf(two.id).to;
    return { segmentIds, words, quote: words + stop, isWhole };
  }

  return {
    inOrder: (segmentIds) => {
      const known = [...new Set(segmentIds)].filter((id) => positions.has(id));
      return known.sort((a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0));
    },
    speakersOf: (segmentIds) =>
      [...segmentIds].flatMap((id) => segments[positions.get(id) ?? -1]?.speaker ?? []),
    findIn: (segmentIds, quote) => {
      const { folded } = foldText(quote);
      for (const segmentId of segmentIds) {
        for (const found of find(folded, spanOf(segmentId))) {
          if (found.segmentIds.every((id) => segmentIds.has(id))) return found;
        }
      }
      return null;
    },
    findOnly: (quote) => {
      let only: Found | null = null;
      for (const found of find(foldText(quote).folded, { from: 0, to: text.length })) {
        if (only !== null && only.segmentIds.join() !== found.segmentIds.join()) return null;
        only ??= found;
      }
      return only;
    },
  };
}
