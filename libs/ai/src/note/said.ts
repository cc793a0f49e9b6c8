import type { SpokenSegment } from '../language-model.ts';
import { contradictionOf, type Contradiction } from './claims/contradicts.ts';
import type { Spoken } from './claims/parties.ts';
import { createHeld, type Fact, type Held } from './facts/held.ts';
import { withoutOrders } from './facts/orders.ts';
import { createQuoteIndex, type QuoteIndex } from './quote-index.ts';

/** Where a statement rests. */
export interface Support {
  segment_ids: number[];
  /** The transcript's own words. */
  quote: string;
}

/** Why a statement is no statement of this meeting. */
export type Fault = Fact | Contradiction;

/** A transcript, as far as a note may rest on it: what was said to the program that writes is not in it. */
export interface Said {
  readonly index: QuoteIndex;
  readonly segments: readonly SpokenSegment[];
  /**
   * What a statement says that its words do not, or turns round; null where nothing is found.
   * @param as a task is not yet so: that its words deny it is its reason.
   */
  faultOf(text: string, support: Support, as?: 'text' | 'task'): Fault | null;
  /** The first fact of a text that is nowhere in the transcript. */
  missing(text: string): Fact | null;
}

export interface SaidOptions {
  /** Who takes part, also those who say nothing here. */
  names: readonly string[];
}

const label = /(?<![\p{Script=Latin}\p{N}_])Speaker[ \u00a0]?(\d+)(?!\d)/gu;
const inLetters = (number: string): string =>
  number.replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));

export function createSaid(segments: readonly SpokenSegment[], { names }: SaidOptions): Said {
  const labels = new Set(segments.map(({ speaker }) => speaker));
  /** The figure of a label is no number that somebody must have said: it is written in letters while it is compared. */
  const spelled = (text: string) =>
    text.replaceAll(label, (found, number: string) =>
      labels.has(`Speaker${number}`) ? `Speaker${inLetters(number)}` : found,
    );
  const asSaid = withoutOrders(segments);
  const kept = asSaid.map((one) => ({ ...one, speaker: spelled(one.speaker) }));
  const byId = new Map(kept.map((segment) => [segment.id, segment]));
  const speakers = [...new Set(kept.map(({ speaker }) => speaker))];
  const all = [...names.map(spelled), ...speakers];
  const heldBy = (texts: readonly { text: string }[]): Held =>
    createHeld({
      text: texts.map(({ text }) => text).join('\n'),
      names: all,
      speakers: speakers.length,
    });
  let whole: Held | null = null;
  return {
    index: createQuoteIndex(asSaid),
    segments: asSaid,
    faultOf: (statement, { segment_ids: ids, quote }, as = 'text') => {
      const text = spelled(statement);
      const cited = ids.flatMap((id) => byId.get(id) ?? []);
      return (
        heldBy(cited).missing(text) ??
        contradictionOf(text, { quoted: sentencesOf(cited, quote), cited, speakers: all, as })
      );
    },
    missing: (text) => (whole ??= heldBy(kept)).missing(spelled(text)),
  };
}

/** The sentences of the cited segments that a quote stands in. */
function sentencesOf(cited: readonly SpokenSegment[], quote: string): Spoken[] {
  const within = cited.flatMap(({ text, speaker }) => {
    const at = text.indexOf(quote);
    return at === -1 ? [] : [{ text: around(text, at, at + quote.length), speaker }];
  });
  if (within.length > 0) return within.slice(0, 1);
  // It begins in one segment and ends in the next.
  return cited.flatMap(({ text, speaker }, position) => {
    const next = cited[position + 1];
    const cut = quote.split(' ').findIndex((_, at, words) => {
      return (
        at > 0 &&
        text.endsWith(words.slice(0, at).join(' ')) &&
        next?.text.startsWith(words.slice(at).join(' '))
      );
    });
    if (cut === -1 || next === undefined) return [];
    return [
      { text: around(text, text.length - 1, text.length), speaker },
      { text: around(next.text, 0, 1), speaker: next.speaker },
    ];
  });
}

const sentenceEnd = /[.?!…]+(?:\s+|$)|[。？！]+\s*/gu;

function around(text: string, from: number, to: number): string {
  const ends = [...text.matchAll(sentenceEnd)].map(({ 0: mark, index }) => index + mark.length);
  const start = ends.findLast((end) => end <= from) ?? 0;
  const end = ends.find((one) => one >= to) ?? text.length;
  return text.slice(start, end).trim();
}
