import type { SpokenSegment } from '../language-model.ts';
import { cutsWord } from './cuts-word.ts';
import { foldText } from './folded-text.ts';

/** A place of the transcript in which a quote stands. */
export interface Found {
  /** Its segment, or two that follow each other. */
  segmentIds: number[];
  /** The transcript's own words. */
  words: string;
  /** The same with what ends the sentence, where the words do. */
  quote: string;
}

const sentenceEnd = /^[.?!…。．？！؟۔।]+/u;

export interface QuoteIndex {
  has(segmentId: number): boolean;
  /** Where these words stand inside these segments, across two only where one follows the other. */
  findIn(segmentIds: ReadonlySet<number>, quote: string): Found | null;
  /** The one place where these words stand; null where there is none or more than one. */
  findOnly(quote: string): Found | null;
}

/** Finds words in a transcript whatever their case, width, spacing and punctuation; whole words only. */
export function createQuoteIndex(segments: readonly SpokenSegment[]): QuoteIndex {
  const folds = segments.map(({ text }) => foldText(text));
  const text = folds.map(({ folded }) => folded).join('');
  // For each unit of `text`, the position of its segment.
  const owners = folds.flatMap(({ folded }, position) =>
    Array<number>(folded.length).fill(position),
  );
  const starts = folds.flatMap((fold) => fold.starts);
  const ends = folds.flatMap((fold) => fold.ends);
  let length = 0;
  /** By id, where a segment begins and ends in `text`. */
  const spans = new Map(
    segments.map(({ id }, position) => {
      const from = length;
      return [id, { from, to: (length += folds[position]?.folded.length ?? 0) }];
    }),
  );

  /** Only where it begins in this part of the text. */
  function* find(folded: string, { from, to }: { from: number; to: number }): Generator<Found> {
    if (folded === '') return;
    // No further than a quote can reach that begins here.
    const part = text.slice(from, to + folded.length - 1);
    for (let at = part.indexOf(folded); at !== -1; at = part.indexOf(folded, at + 1)) {
      const found = placeOf(from + at, from + at + folded.length - 1);
      if (found !== null) yield found;
    }
  }

  /** Null where it begins or ends inside a word or a character, or reaches over more than two segments. */
  function placeOf(first: number, last: number): Found | null {
    const [from = 0, to = 0] = [owners[first], owners[last]];
    const [start = 0, end = 0] = [starts[first], ends[last]];
    const [one, two] = [segments[from], segments[to]];
    if (one === undefined || two === undefined || to - from > 1) return null;
    const splitsCharacter =
      (owners[first - 1] === from && starts[first - 1] === start) ||
      (owners[last + 1] === to && ends[last + 1] === end);
    if (splitsCharacter || cutsWord(one.text, start) || cutsWord(two.text, end)) return null;
    const [segmentIds, words] =
      from === to
        ? [[one.id], one.text.slice(start, end)]
        : [
            [one.id, two.id],
            `${one.text.slice(start).trimEnd()} ${two.text.slice(0, end).trimStart()}`,
          ];
    const [stop = ''] = sentenceEnd.exec(two.text.slice(end)) ?? [];
    return { segmentIds, words, quote: words + stop };
  }

  return {
    has: (segmentId) => spans.has(segmentId),
    findIn: (segmentIds, quote) => {
      const { folded } = foldText(quote);
      for (const segmentId of segmentIds) {
        for (const found of find(folded, spans.get(segmentId) ?? { from: 0, to: 0 })) {
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
