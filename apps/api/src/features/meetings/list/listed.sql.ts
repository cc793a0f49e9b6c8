import {
  boolean,
  integer,
  isPrivate,
  joinSql,
  nullable,
  sql,
  text,
  timestamp,
  words,
  type MeetingStatus,
  type Seen,
  type SeenPart,
  type Sql,
} from '@memo/entities';
import { found, type SearchPieces } from './search.sql.ts';

export const filters = {
  viewer: integer,
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
  seen: Seen;
}

const conditions: Readonly<Record<Exclude<Narrowing, 'search'>, (pieces: Pieces) => Sql>> = {
  status: ({ $ }) => sql`AND meetings.status = ${$.status}`,
  analytics_status: ({ $ }) => sql`AND meetings.analytics_status = ${$.analytics_status}`,
  needs_review: ({ $ }) => sql`AND meetings.needs_review = ${$.needs_review}`,
};

/** Where `id` and `created_at` of the meetings are read: what was found has them, too. */
export type Source = 'meetings' | 'found';

/** The order of every list. */
export const newestFirst = 'ORDER BY created_at DESC, id DESC';

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

/** What all members see, and what the reader alone does: no meeting is in both. */
export const listParts: readonly SeenPart[] = ['shared', 'own'];

/**
 * Whether others have meetings of their own in the workspace. The least and the greatest user are read off the two ends of
 * an index, whatever the planner takes for frequent.
 */
const othersHaveTheirOwn = ({ $, own }: Pieces): Sql<true> => sql`
  coalesce((SELECT min(other.user_id) <> ${$.viewer} OR max(other.user_id) <> ${$.viewer}
    FROM meetings AS other WHERE ${own('meetings', 'other')} AND ${isPrivate('other')}), false)`;

interface Read {
  by: readonly Narrowing[];
  until?: Until;
  parts?: readonly SeenPart[];
  /** How many are read at most, newest first; all of them, in any order, when not given. */
  atMost?: Sql<false>;
}

const narrowedBy = (pieces: Pieces, by: readonly Narrowing[]): Sql<false> =>
  joinSql(
    by.filter((name) => name !== 'search').map((name) => conditions[name](pieces)),
    ' ',
  );

const withinDates = ({ $ }: Pieces, source: Source, until: Until): Sql<false> =>
  sql`${source}.created_at >= coalesce(${$.from}, '-infinity') AND ${until(source)}`;

/**
 * Common table expressions that a list with a search begins with, the last of them followed by a comma: what was searched
 * for is searched once, for the page and for the count. Unless something else narrows the list, or others have meetings of
 * their own, meetings are not read for it.
 */
export function searched(
  pieces: Pieces,
  { by, until = (source) => beforeDate(pieces, source) }: Read,
): Sql<true> | undefined {
  if (!by.includes('search')) return undefined;
  // OFFSET 0: meetings are looked up one by one, and never read from the first to the last to be joined with a few.
  const isSeen = sql`EXISTS (SELECT FROM meetings
      WHERE ${pieces.seen()} AND meetings.id = found.id ${narrowedBy(pieces, by)} OFFSET 0)`;
  return sql`${found(pieces)}, listed AS MATERIALIZED (
    SELECT found.id, found.created_at FROM found WHERE ${withinDates(pieces, 'found', until)}
      AND ${by.length === 1 ? sql`(NOT ${othersHaveTheirOwn(pieces)} OR ${isSeen})` : isSeen}),`;
}

/**
 * Where `id` and `created_at` of the meetings of a list come from, as `listed`: from what was searched, or from an index of
 * each part. The bound stands in each of them, or PostgreSQL would read all of a part to put it in order.
 */
export function listed(
  pieces: Pieces,
  { by, until = (source) => beforeDate(pieces, source), parts = listParts, atMost }: Read,
): Sql<true> {
  // `searched` has asked whose they are.
  if (by.includes('search')) return sql`listed` as Sql as Sql<true>;
  const read = parts.map(
    (part) => sql`(SELECT meetings.id, meetings.created_at FROM meetings
      WHERE ${pieces.seen('meetings', part)} AND ${withinDates(pieces, 'meetings', until)}
        ${narrowedBy(pieces, by)} ${atMost && sql`${newestFirst} LIMIT ${atMost}`})`,
  );
  const together = read.reduce((one, other) => sql`${one} UNION ALL ${other}`);
  return sql`(${together}) AS listed`;
}
