import {
  boolean,
  joinSql,
  nullable,
  sql,
  text,
  timestamp,
  words,
  type MeetingStatus,
  type Sql,
} from '@memo/entities';
import { found, type SearchPieces } from './search.sql.ts';

export const filters = {
  status: nullable(words<MeetingStatus>()),
  analytics_status: nullable(words<MeetingStatus>()),
  needs_review: nullable(boolean),
  search: nullable(text),
  from: nullable(timestamp),
  before: nullable(timestamp),
};

/** What a list is narrowed by, where it is given: each has an index of its own, so each combination is a statement. */
export const narrowings = ['status', 'analytics_status', 'needs_review', 'search'] as const;
export type Narrowing = (typeof narrowings)[number];

type Listed = 'meetings' | 'meeting_speakers' | 'event_heads' | 'pending_events';

export interface Pieces extends SearchPieces<Listed> {
  $: Readonly<Record<keyof typeof filters, Sql<false>>>;
}

const conditions: Readonly<Record<Exclude<Narrowing, 'search'>, (pieces: Pieces) => Sql>> = {
  status: ({ $ }) => sql`AND meetings.status = ${$.status}`,
  analytics_status: ({ $ }) => sql`AND meetings.analytics_status = ${$.analytics_status}`,
  needs_review: ({ $ }) => sql`AND meetings.needs_review = ${$.needs_review}`,
};

/** Where `id` and `created_at` of the meetings are read: what was found has them, too. */
export type Source = 'meetings' | 'found';

export const beforeDate = ({ $ }: Pieces, source: Source) =>
  sql`${source}.created_at < coalesce(${$.before}, 'infinity')`;

/**
 * Before the date and after a position in the order of the list, as one bound: with two PostgreSQL may begin to read its
 * index at the date, and pass over all that comes before the position.
 */
export const beforeDateAndPosition = (
  { $ }: Pieces,
  source: Source,
  { at, id }: Record<'at' | 'id', Sql<false>>,
) => sql`
  (${source}.created_at, ${source}.id) < (least(${at}, coalesce(${$.before}, 'infinity')),
    CASE WHEN ${at} < coalesce(${$.before}, 'infinity') THEN ${id}
      ELSE '00000000-0000-0000-0000-000000000000' END)`;

export type Until = (source: Source) => Sql<false>;

/**
 * Common table expressions up to `listed`, which has `id` and `created_at` of the meetings of the list. What was searched
 * for is searched once, for the page and for the count; unless something else narrows the list, meetings are not read for
 * it. Without a search both come from an index.
 */
export function listed(
  pieces: Pieces,
  by: readonly Narrowing[],
  until: Until = (source) => beforeDate(pieces, source),
): Sql<true> {
  const { $, own } = pieces;
  const others = by.filter((name) => name !== 'search').map((name) => conditions[name](pieces));
  const narrowed = others.length > 0 && joinSql(others, ' ');
  const within = (source: Source) =>
    sql`${source}.created_at >= coalesce(${$.from}, '-infinity') AND ${until(source)}`;
  if (!by.includes('search')) {
    return sql`listed AS NOT MATERIALIZED (
    SELECT meetings.id, meetings.created_at FROM meetings
    WHERE ${own('meetings')} AND ${within('meetings')} ${narrowed})`;
  }
  // OFFSET 0: meetings are looked up one by one, and never read from the first to the last to be joined with a few.
  return sql`${found(pieces)}, listed AS MATERIALIZED (
    SELECT found.id, found.created_at FROM found WHERE ${within('found')}
      ${
        narrowed &&
        sql`AND EXISTS (SELECT FROM meetings WHERE ${own('meetings')} AND meetings.id = found.id ${narrowed} OFFSET 0)`
      })`;
}
