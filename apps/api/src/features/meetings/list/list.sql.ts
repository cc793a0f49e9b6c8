import {
  bigint,
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  type RowOf,
  type Sql,
} from '@memo/entities';
import { compactColumns, meetingColumns, meetingRow } from '@memo/meetings';
import {
  beforeDate,
  beforeDateAndPosition,
  filters,
  listed,
  narrowings,
  type Narrowing,
  type Pieces,
  type Source,
} from './listed.sql.ts';

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

const newestFirst = 'ORDER BY created_at DESC, id DESC';

/** What a page counts by itself; a list that is longer is counted apart, because its count may be known. */
export const countedAtOnce = 1_000;

/**
 * Never more than one above `countedAtOnce`, but of a search, whose meetings have all been found by then. In order,
 * because an index has that: without, PostgreSQL may look for so many in the whole table.
 */
const countOf = (by: readonly Narrowing[]) =>
  by.includes('search')
    ? count
    : `SELECT count(*)::int FROM (
        SELECT FROM listed ${newestFirst} LIMIT ${countedAtOnce + 1}) AS counted`;

/**
 * Another text whenever a meeting has been made or deleted: each writes an event in its transaction, which waits for its
 * position and then moves the head's.
 */
const changes = ({ own }: Pieces) => sql`
  concat_ws(':', coalesce((SELECT position FROM event_heads WHERE ${own('event_heads')}), 0),
    (SELECT count(*) FROM pending_events WHERE ${own('pending_events')}))`;

const ofPage = ({ own }: Pieces) =>
  sql`FROM page JOIN meetings ON meetings.id = page.id AND ${own('meetings')}`;
const pageNewestFirst = 'ORDER BY meetings.created_at DESC, meetings.id DESC';

const after = (
  by: readonly Narrowing[],
  view: View,
  planned: 'once' | 'each_time',
  until: (
    pieces: Pieces & { $: Record<'created_us' | 'id', Sql<false>> },
    source: Source,
  ) => Sql<false>,
) =>
  ownedStatement({
    name: 'list.after',
    planned,
    values: { ...filters, limit: integer, created_us: nullable(bigint), id: nullable(uuid) },
    columns: listedRow,
    sql: (pieces) => sql`
    WITH ${listed(pieces, by, (source) => until(pieces, source))}, page AS (
      SELECT id FROM listed ${newestFirst} LIMIT ${pieces.$.limit}
    )
    SELECT ${columns(pieces, view)} ${ofPage(pieces)} ${pageNewestFirst}`,
  });

const statementsBy = (by: readonly Narrowing[], view: View) => ({
  /** With how many there are in all, as far as `countOf` counts; no row where the page is past the end. */
  page: ownedStatement({
    name: 'list.page',
    values: { ...filters, limit: integer, offset: integer },
    columns: { ...listedRow, total: integer, changes: nullable(text) },
    sql: (pieces) => sql`
    WITH ${listed(pieces, by)}, page AS (
      SELECT id FROM listed ${newestFirst} LIMIT ${pieces.$.limit} OFFSET ${pieces.$.offset}
    ), counted AS MATERIALIZED (SELECT (${countOf(by)}) AS total)
    SELECT ${columns(pieces, view)}, counted.total,
      CASE WHEN counted.total > ${countedAtOnce} THEN ${changes(pieces)} END AS changes
    ${ofPage(pieces)} CROSS JOIN counted ${pageNewestFirst}`,
  }),
  count: ownedStatement({
    name: 'list.count',
    values: filters,
    columns: { total: integer, changes: text },
    sql: (pieces) => sql`WITH ${listed(pieces, by)}
    SELECT (${count}) AS total, ${changes(pieces)} AS changes`,
  }),
  newest: after(by, view, 'once', beforeDate),
  /** Those that come after a position in the order of the list; planned for it, since it may be far down a million. */
  older: after(by, view, 'each_time', (pieces, source) =>
    beforeDateAndPosition(pieces, source, {
      at: sql`timestamptz 'epoch' + ${pieces.$.created_us} * interval '1 microsecond'`,
      id: pieces.$.id,
    }),
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
