import { shortened } from '../short-text.ts';
import type { NoteAnswer } from './note-answer.ts';
import { foldText } from './folded-text.ts';
import type { QuoteIndex } from './quote-index.ts';
import type { Said, Support } from './said.ts';

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

/** Longer is no statement of a note, and a list of more is none that anybody reads. */
const longest = { statement: 1_000, quote: 600, owner: 100, date: 100 };
const mostStatements = 200;

/** What rests on more than these rests on nothing in particular: it is shown where its quote stands. */
const mostNamed = 20;

type CheckedAnswer = Pick<NoteAnswer, 'summary' | 'key_points' | 'action_items'>;

/**
 * Keeps of an answer what the transcript bears out. A quote decides, not the ids: those are put right by it. A word
 * alone, such as "yes" or "the", bears out nothing unless it is all that somebody said, or was said only once. What a
 * statement says beyond its words, as far as that can be told without reading them, is borne out by nothing either.
 */
export function checkNote(answer: CheckedAnswer, said: Said): CheckedNote {
  const { index } = said;
  let unsupported = 0;
  const supported = <K extends 'text' | 'task', T extends Support & Record<K, string>>(
    claims: T[],
    key: K,
  ): T[] => {
    const kept = claims.slice(0, mostStatements).flatMap((claim) => {
      const text = shortened(claim[key], longest.statement);
      const support = text.trim() === '' ? null : supportOf(claim, index);
      if (support === null || said.faultOf(text, support, key) !== null) return [];
      return [{ ...claim, ...support, [key]: text, quote: upTo(longest.quote, support.quote) }];
    });
    unsupported += claims.length - kept.length;
    return kept;
  };
  const spoken = (claim: string | null, words: (claim: string) => string | null): string | null => {
    if (claim === null || claim.trim() === '') return null;
    const kept = words(claim);
    if (kept === null) unsupported += 1;
    return kept;
  };

  const summary = supported(answer.summary, 'text');
  const keyPoints = supported(answer.key_points, 'text');
  const actionItems = supported(answer.action_items, 'task').map((item) => {
    const cited = new Set(item.segment_ids);
    const inCited = (words: string, most: number) => {
      const found = index.findIn(cited, words)?.words ?? null;
      return found !== null && found.length <= most ? found : null;
    };
    const ownerOf = (name: string) => {
      const owner = speakerCalled(name, index.speakersOf(cited)) ?? inCited(name, longest.owner);
      // Whoever says "I will" is who will.
      const isTurned =
        owner !== null && said.faultOf(`${owner} will ${item.task}`, item) === 'party';
      return isTurned ? null : owner;
    };
    return {
      ...item,
      assigned_to: spoken(item.assigned_to, ownerOf),
      due_date: spoken(item.due_date, (date) => inCited(date, longest.date)),
    };
  });
  return { summary, keyPoints, actionItems, unsupported };
}

/** Whole words of a text, without a mark where it goes on: it stands so in the transcript. */
function upTo(most: number, text: string): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most + 1).replace(/\s\S*$/u, '');
  return (cut.length > most ? cut.slice(0, most) : cut).toWellFormed();
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
