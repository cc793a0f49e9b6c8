import {
  bigint,
  boolean,
  integer,
  joinSql,
  nullable,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type MeetingStatus,
  type RowOf,
  type Sql,
} from '@memo/entities';
import { compactColumns, meetingColumns, meetingRow } from '@memo/meetings';

const filters = {
  status: nullable(words<MeetingStatus>()),
  analytics_status: nullable(words<MeetingStatus>()),
  needs_review: nullable(boolean),
  /** As it was typed. */
  search: nullable(text),
  /** The same with its wildcards escaped. */
  part: nullable(text),
  /** Both in the other form of the same characters, decomposed, where that is another. */
  other_search: nullable(text),
  other_part: nullable(text),
  from: nullable(timestamp),
  before: nullable(timestamp),
};

/** What a list is narrowed by, where it is given: each has an index of its own, so each combination is a statement. */
export const narrowings = ['status', 'analytics_status', 'needs_review', 'search'] as const;
export type Narrowing = (typeof narrowings)[number];

interface Pieces {
  $: Readonly<Record<keyof typeof filters, Sql<false>>>;
  own: (
    table: 'meetings' | 'meeting_search' | 'meeting_speakers' | 'event_heads' | 'pending_events',
  ) => Sql<true>;
}

const conditions: Readonly<Record<Narrowing, (pieces: Pieces) => Sql>> = {
  status: ({ $ }) => sql`AND meetings.status = ${$.status}`,
  analytics_status: ({ $ }) => sql`AND meetings.analytics_status = ${$.analytics_status}`,
  needs_review: ({ $ }) => sql`AND meetings.needs_review = ${$.needs_review}`,
  // Searches of their own and not one with OR: a text too short for trigrams would read every transcript word by word.
  search: ({ $, own }) => sql`AND meetings.id IN (
    SELECT meeting_id FROM meeting_search
      WHERE ${own('meeting_search')} AND label LIKE '%' || lower(${$.part}) || '%'
    UNION
    SELECT meeting_id FROM meeting_search
      WHERE ${own('meeting_search')} AND words @@ (${beginningsOf($.search)})
    UNION
    SELECT meeting_id FROM meeting_search
      WHERE ${$.other_part} IS NOT NULL AND ${own('meeting_search')}
        AND label LIKE '%' || lower(${$.other_part}) || '%'
    UNION
    SELECT meeting_id FROM meeting_search
      WHERE ${$.other_search} IS NOT NULL AND ${own('meeting_search')}
        AND words @@ (${beginningsOf($.other_search)}))`,
};

// Words as the search index cut them, each asked for by its beginning. Quoting keeps operators from being any. A text
// without words gives NULL, which matches nothing.
const beginningsOf = (typed: Sql) => sql`
  SELECT string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || ''':*', ' & ')::tsquery
  FROM unnest(to_tsvector('simple', ${typed}))`;

const beforeDate = ({ $ }: Pieces) => sql`meetings.created_at < coalesce(${$.before}, 'infinity')`;

/**
 * Before the date and after a position in the order of the list, as one bound: with two PostgreSQL may begin to read its
 * index at the date, and pass over all that comes before the position.
 */
const beforeDateAndPosition = ({ $ }: Pieces, at: Sql<false>, id: Sql<false>) => sql`
  (meetings.created_at, meetings.id) < (least(${at}, coalesce(${$.before}, 'infinity')),
    CASE WHEN ${at} < coalesce(${$.before}, 'infinity') THEN ${id}
      ELSE '00000000-0000-0000-0000-000000000000' END)`;

/**
 * A common table expression: the meetings of the list, each with `id` and `created_at`. What was searched for is searched
 * once, for the page and for the count. Without a search both come from an index.
 */
const listed = (pieces: Pieces, by: readonly Narrowing[], until = beforeDate(pieces)) => sql`
  listed AS ${by.includes('search') ? 'MATERIALIZED' : 'NOT MATERIALIZED'} (
    SELECT meetings.id, meetings.created_at FROM meetings WHERE ${pieces.own('meetings')}
      AND meetings.created_at >= coalesce(${pieces.$.from}, '-infinity')
      AND ${until}
      ${joinSql(
        by.map((name) => conditions[name](pieces)),
        ' ',
      )})`;

/** How much of each meeting is shown, and read. */
export const views = ['full', 'compact'] as const;
export type View = (typeof views)[number];
const shown: Record<View, typeof meetingColumns> = {
  full: meetingColumns,
  compact: compactColumns,
};

const listedRow = { ...meetingRow, created_us: text };
export type ListedRow = RowOf<typeof listedRow>;

// The rows that are passed over are passed over in an index; only those of the page are read whole.
const columns = ({ own }: Pieces, view: View) => sql`${shown[view](own('meeting_speakers'))},
  (extract(epoch FROM meetings.created_at) * 1000000)::bigint::text AS created_us`;

const count = 'SELECT count(*)::int FROM listed';

/** What a page counts by itself; a list that is longer is counted apart, because its count may be known. */
export const countedAtOnce = 1_000;

/** Never more than one above `countedAtOnce`, but of a search, whose meetings have all been found by then. */
const countOf = (by: readonly Narrowing[]) =>
  by.includes('search')
    ? count
    : `SELECT count(*)::int FROM (SELECT FROM listed LIMIT ${countedAtOnce + 1}) AS counted`;

/**
 * Another text whenever a meeting has been made or deleted: each writes an event in its transaction, which waits for its
 * position and then moves the head's.
 */
const changes = ({ own }: Pieces) => sql`
  concat_ws(':', coalesce((SELECT position FROM event_heads WHERE ${own('event_heads')}), 0),
    (SELECT count(*) FROM pending_events WHERE ${own('pending_events')}))`;

const newestFirst = 'ORDER BY created_at DESC, id DESC';
const ofPage = ({ own }: Pieces) =>
  sql`FROM page JOIN meetings ON meetings.id = page.id AND ${own('meetings')}`;
const pageNewestFirst = 'ORDER BY meetings.created_at DESC, meetings.id DESC';

/** How common the words are that are searched for decides how they are best found. */
const plannedBy = (by: readonly Narrowing[]) => (by.includes('search') ? 'each_time' : 'once');

const after = (
  by: readonly Narrowing[],
  view: View,
  planned: 'once' | 'each_time',
  until: (pieces: Pieces, position: Record<'created_us' | 'id', Sql<false>>) => Sql<false>,
) =>
  ownedStatement({
    name: 'list.after',
    planned,
    values: { ...filters, limit: integer, created_us: nullable(bigint), id: nullable(uuid) },
    columns: listedRow,
    sql: (pieces) => sql`
    WITH ${listed(pieces, by, until(pieces, pieces.$))}, page AS (
      SELECT id FROM listed ${newestFirst} LIMIT ${pieces.$.limit}
    )
    SELECT ${columns(pieces, view)} ${ofPage(pieces)} ${pageNewestFirst}`,
  });

const statementsBy = (by: readonly Narrowing[], view: View) => ({
  /** With how many there are in all, as far as `countOf` counts; no row where the page is past the end. */
  page: ownedStatement({
    name: 'list.page',
    planned: plannedBy(by),
    values: { ...filters, limit: integer, offset: integer },
    columns: { ...listedRow, total: integer, changes: nullable(text) },
    sql: (pieces) => sql`
    WITH ${listed(pieces, by)}, page AS (
      SELECT id FROM listed ${newestFirst} LIMIT ${pieces.$.limit} OFFSET ${pieces.$.offset}
    )
    SELECT ${columns(pieces, view)}, counted.total,
      CASE WHEN counted.total > ${countedAtOnce} THEN ${changes(pieces)} END AS changes
    ${ofPage(pieces)} CROSS JOIN (SELECT (${countOf(by)}) AS total) AS counted ${pageNewestFirst}`,
  }),
  count: ownedStatement({
    name: 'list.count',
    planned: plannedBy(by),
    values: filters,
    columns: { total: integer, changes: text },
    sql: (pieces) => sql`WITH ${listed(pieces, by)}
    SELECT (${count}) AS total, ${changes(pieces)} AS changes`,
  }),
  newest: after(by, view, plannedBy(by), beforeDate),
  /** Those that come after a position in the order of the list; planned for it, since it may be far down a million. */
  older: after(by, view, 'each_time', (pieces, { created_us: us, id }) =>
    beforeDateAndPosition(pieces, sql`timestamptz 'epoch' + ${us} * interval '1 microsecond'`, id),
  ),
});

/** All that may be chosen of the narrowings, each in their order. */
const choices = narrowings.reduce<Narrowing[][]>(
  (some, narrowing) => [...some, ...some.map((chosen) => [...chosen, narrowing])],
  [[]],
);

const keyOf = (view: View, by: readonly Narrowing[]) => [view, ...by].join();

const made = new Map(
  views.flatMap((view) => choices.map((by) => [keyOf(view, by), statementsBy(by, view)] as const)),
);

/** @param by in the order of `narrowings`. */
export function listStatements(
  view: View,
  by: readonly Narrowing[],
): ReturnType<typeof statementsBy> {
  const statements = made.get(keyOf(view, by));
  if (statements === undefined) throw new Error(`There is no list by ${by.join()}.`);
  return statements;
}

/** @public Read by the test of all statements. */
export const allListStatements = [...made.values()].flatMap((one) => Object.values(one));
