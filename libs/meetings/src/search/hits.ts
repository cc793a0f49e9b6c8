import type { Database, Owner, RowOfStatement } from '@memo/entities';
import { findHits } from './hits.sql.ts';

/** Where a meeting holds what was searched for. */
export interface SearchHit {
  field: 'title' | 'participant' | 'transcript';
  /** The words around the match. */
  text: string | null;
  start_ms: number | null;
  segment_id: number | null;
}

/** Of a page: to look for a word in the transcripts of a thousand long meetings takes seconds. */
const transcriptsRead = 100;
const longest = 200;

/**
 * @param viewer who searches, in which workspace.
 * @param ids of meetings that were found; of those after the hundredth nobody looks where in the transcript.
 */
export async function searchHits(
  { rows }: Database,
  viewer: Owner,
  { ids, search }: { ids: string[]; search: string },
): Promise<Map<string, SearchHit>> {
  if (ids.length === 0) return new Map();
  const asked = { viewer: viewer.userId, ids, search, transcripts: transcriptsRead };
  const found = await rows(viewer).all(findHits, asked);
  return new Map(found.map((row) => [row.id, toHit(row)]));
}

const toHit = (row: RowOfStatement<typeof findHits>): SearchHit => ({
  field: row.field,
  text: snippet(row),
  start_ms: row.start_ms,
  segment_id: row.segment_id,
});

/** A stretch of a text, cut between words. */
export function snippet({
  text,
  from,
  at,
  length,
}: Pick<RowOfStatement<typeof findHits>, 'text' | 'from' | 'at' | 'length'>): string | null {
  if (text === null || from === null || at === null || length === null) return null;
  if (from === 1 && length <= longest) return text;
  const characters = Array.from(text);
  const match = at - from;
  const start = from === 1 ? 0 : characters.slice(0, match).findIndex(isSpace) + 1;
  // One for each of the signs that say that there is more.
  const fits = characters.slice(start, start + longest - 2);
  const whole = from - 1 + start + fits.length >= length;
  const lastSpace = whole ? -1 : fits.findLastIndex(isSpace);
  const end = lastSpace > match - start ? lastSpace : fits.length;
  return `${from - 1 + start > 0 ? '…' : ''}${fits.slice(0, end).join('')}${whole ? '' : '…'}`;
}

const isSpace = (character: string): boolean => /\s/.test(character);
