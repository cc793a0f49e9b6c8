import type { SpokenSegment } from '../language-model.ts';
import type { StatementToJudge } from '../prompts/support-instructions.ts';

/** A statement of a note with where it rests. */
export interface Resting extends Omit<StatementToJudge, 'index'> {
  quote: string;
}

/** One question about some statements. */
export interface SupportBatch<T> {
  statements: (T & { index: number })[];
  /** What they rest on. */
  segments: SpokenSegment[];
}

/** Of one question: about 6,000 tokens of transcript, and no more statements than a model keeps apart. */
const most = { statements: 25, bytes: 24_000 };
/** Of one statement; the segment of its quote first. */
const mostSegments = 8;
/** Of one segment: what stands around the quotes is what counts. */
const longestText = 2_000;

/** The statements in as few questions as the bounds allow, in order. */
export function supportBatches<T extends Resting>(
  statements: readonly T[],
  segments: readonly SpokenSegment[],
): SupportBatch<T>[] {
  const byId = new Map(segments.map((segment, at) => [segment.id, { segment, at }]));
  const batches: { statements: T[]; texts: Map<number, string> }[] = [];
  for (const statement of statements) {
    const cited = citedTexts(statement, byId);
    const last = batches.at(-1);
    const joined = new Map([...(last?.texts ?? []), ...withBoth(last?.texts, cited)]);
    if (
      last !== undefined &&
      last.statements.length < most.statements &&
      bytesOf(joined) <= most.bytes
    ) {
      last.statements.push(statement);
      last.texts = joined;
    } else batches.push({ statements: [statement], texts: cited });
  }
  return batches.map(({ statements: some, texts }) => ({
    statements: some.map((statement, index) => ({ ...statement, index })),
    segments: [...texts]
      .flatMap(([id, text]) => {
        const found = byId.get(id);
        return found === undefined ? [] : [{ ...found, text }];
      })
      .sort((a, b) => a.at - b.at)
      .map(({ segment, text }) => ({ ...segment, text })),
  }));
}

/** Fewer characters at a segment's end begin nothing. */
const leastBegun = 8;

function citedTexts(
  { segment_ids: ids, quote }: Resting,
  byId: ReadonlyMap<number, { segment: SpokenSegment }>,
): Map<number, string> {
  const texts = ids.flatMap((id) => {
    const text = byId.get(id)?.segment.text;
    return text === undefined ? [] : [{ id, text, at: placeOf(quote, text) }];
  });
  const quoted = texts.toSorted((a, b) => Number(b.at >= 0) - Number(a.at >= 0));
  return new Map(quoted.slice(0, mostSegments).map(({ id, text, at }) => [id, around(text, at)]));
}

/** Where a quote stands, or begins that goes on in the next segment; -1 where neither does. */
function placeOf(quote: string, text: string): number {
  const at = text.indexOf(quote);
  if (at >= 0) return at;
  for (let length = quote.length - 1; length >= leastBegun; length -= 1) {
    if (text.endsWith(quote.slice(0, length).trimEnd())) return text.length - length;
  }
  return -1;
}

function around(text: string, at: number): string {
  if (text.length <= longestText) return text;
  const from = Math.max(0, Math.min(at - longestText / 2, text.length - longestText));
  return text.slice(from, from + longestText).toWellFormed();
}

/** A long segment that two statements quote is shown at both places. */
const withBoth = (
  texts: ReadonlyMap<number, string> | undefined,
  cited: ReadonlyMap<number, string>,
) =>
  [...cited].map(([id, text]): [number, string] => {
    const other = texts?.get(id);
    return [
      id,
      other === undefined || other.includes(text) ? (other ?? text) : `${other} … ${text}`,
    ];
  });

const bytesOf = (texts: ReadonlyMap<number, string>): number =>
  [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
