import type { Segment } from '../types.ts';
import { followIn, type Lineage } from './lineage.ts';
import { holdsQuote } from './holds-quote.ts';

/** What a statement of a note says that it rests on. */
export interface Cited {
  segment_ids: readonly number[];
  /** Words of those segments; older notes have none. */
  quote?: string | null;
}

/** The same in the transcript as it is now. */
export interface Evidence {
  /** All of them are segments of it. */
  segmentIds: number[];
  quote: string | null;
  /** Whether those segments do not say the quote any more. */
  quoteChanged: boolean;
}

type SaidSegment = Pick<Segment, 'id' | 'text'>;

/**
 * What a statement rests on in the transcript as it is now. Its segments are followed to where their words went; where
 * one was split, to the part that says the quote.
 * @param lineage null for a transcript that nobody has edited: there everything stands as it was cited.
 */
export function evidenceNow(
  statement: Cited,
  segments: readonly SaidSegment[],
  lineage: Lineage | null,
): Evidence {
  return evidenceIn(segments, lineage)(statement);
}

/** The same for many statements on one transcript. */
export function evidenceIn(
  segments: readonly SaidSegment[],
  lineage: Lineage | null,
): (statement: Cited) => Evidence {
  const places = new Map(segments.map(({ id }, place) => [id, place]));
  const placeOf = (id: number): number => places.get(id) ?? -1;
  const inOrder = (ids: Iterable<number>): number[] =>
    [...new Set(ids)].sort((a, b) => placeOf(a) - placeOf(b));
  const follow = followIn(lineage ?? [], (id) => places.has(id));

  /** Those of them that say the quote: one, or some that follow each other. Null where none does. */
  function sayingIt(ids: readonly number[], quote: string): number[] | null {
    for (const run of runsOf(ids)) {
      const texts = run.map((place) => segments[place]?.text ?? '');
      const span = holdsQuote(texts, quote);
      if (span === null) continue;
      return run.slice(span.first, span.last + 1).flatMap((place) => segments[place]?.id ?? []);
    }
    return null;
  }

  function* runsOf(ids: readonly number[]): Generator<number[]> {
    let run: number[] = [];
    for (const place of inOrder(ids).map(placeOf)) {
      if (run.length > 0 && run.at(-1) !== place - 1) {
        yield run;
        run = [];
      }
      run.push(place);
    }
    if (run.length > 0) yield run;
  }

  return ({ segment_ids: cited, quote = null }) => {
    if (lineage === null) return { segmentIds: [...cited], quote, quoteChanged: false };
    // A segment that is still there is what was cited, as long as the quote stands.
    const here = cited.flatMap((id) => (places.has(id) ? [id] : follow(id)));
    const everywhere = cited.flatMap(follow);
    if (quote === null) return { segmentIds: inOrder(everywhere), quote, quoteChanged: false };
    if (sayingIt(here, quote) !== null) {
      return { segmentIds: inOrder(here), quote, quoteChanged: false };
    }
    const saying = sayingIt(everywhere, quote);
    if (saying === null) return { segmentIds: inOrder(everywhere), quote, quoteChanged: true };
    const parts = cited.flatMap((id) => {
      const followed = follow(id);
      const own = followed.filter((one) => saying.includes(one));
      return own.length > 0 ? own : followed;
    });
    return { segmentIds: inOrder([...parts, ...saying]), quote, quoteChanged: false };
  };
}
