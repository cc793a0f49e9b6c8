import type { NoteAnswer } from './note-answer.ts';
import { foldText } from './folded-text.ts';
import type { QuoteIndex } from './quote-index.ts';

interface Support {
  segment_ids: number[];
  /** The transcript's own words. */
  quote: string;
}

export interface SupportedPoint extends Support {
  text: string;
}

export interface SupportedItem extends Support {
  task: string;
  /** Who speaks in the cited segments, or words of them. */
  assigned_to: string | null;
  /** Words of the cited segments. */
  due_date: string | null;
}

export interface CheckedNote {
  summary: SupportedPoint[];
  keyPoints: SupportedPoint[];
  actionItems: SupportedItem[];
  /** Statements, owners and dates left out because nothing that was said supports them. */
  unsupported: number;
}

/** What rests on more than these rests on nothing in particular: it is shown where its quote stands. */
const mostNamed = 20;

type CheckedAnswer = Pick<NoteAnswer, 'summary' | 'key_points' | 'action_items'>;

/**
 * Keeps of an answer what the transcript bears out. A quote decides, not the ids: those are put right by it. A word
 * alone, such as "yes" or "the", bears out nothing unless it is all that somebody said, or was said only once.
 */
export function checkNote(answer: CheckedAnswer, index: QuoteIndex): CheckedNote {
  let unsupported = 0;
  const supported = <T extends Support>(claims: T[], words: (claim: T) => string): T[] =>
    claims.flatMap((claim) => {
      const support = words(claim).trim() === '' ? null : supportOf(claim, index);
      if (support !== null) return [{ ...claim, ...support }];
      unsupported += 1;
      return [];
    });
  const said = (claim: string | null, words: (claim: string) => string | null): string | null => {
    if (claim === null || claim.trim() === '') return null;
    const kept = words(claim);
    if (kept === null) unsupported += 1;
    return kept;
  };

  const summary = supported(answer.summary, ({ text }) => text);
  const keyPoints = supported(answer.key_points, ({ text }) => text);
  const actionItems = supported(answer.action_items, ({ task }) => task).map((item) => {
    const cited = new Set(item.segment_ids);
    const inCited = (words: string) => index.findIn(cited, words)?.words ?? null;
    return {
      ...item,
      assigned_to: said(
        item.assigned_to,
        (name) => speakerCalled(name, index.speakersOf(cited)) ?? inCited(name),
      ),
      due_date: said(item.due_date, inCited),
    };
  });
  return { summary, keyPoints, actionItems, unsupported };
}

function supportOf({ segment_ids: ids, quote }: Support, index: QuoteIndex): Support | null {
  const named = new Set(index.inOrder(ids));
  const inNamed = index.findIn(named, quote);
  if (inNamed !== null && (inNamed.isWhole || wordsIn(quote) > 1)) {
    const place = named.size > mostNamed ? inNamed.segmentIds : [...named];
    return { segment_ids: place, quote: inNamed.quote };
  }
  const only = index.findOnly(quote);
  return only && { segment_ids: only.segmentIds, quote: only.quote };
}

/** In languages without spaces between words too. */
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

function wordsIn(quote: string): number {
  // More than two need not be counted.
  const beginning = quote.trim().slice(0, 200);
  return [...words.segment(beginning)].filter(({ isWordLike }) => isWordLike).length;
}

function speakerCalled(name: string, speakers: readonly string[]): string | undefined {
  const { folded } = foldText(name);
  return speakers.find((speaker) => foldText(speaker).folded === folded);
}
