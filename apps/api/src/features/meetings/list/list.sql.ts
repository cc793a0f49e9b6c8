import {
  bigint,
  integer,
  nullable,
  ownedStatement,
  sql,
  text,
  uuid,
  type RowOf,
  type SeenPart,
  type Sql,
} from '@memo/entities';
import { compactColumns, meetingColumns, meetingRow } from '@memo/meetings';
import {
  beforeDate,
  beforeDateAndPosition,
  filters,
  listed,
  narrowings,
  newestFirst,
  searched,
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

/** What a page counts by itself; a list that is longer is counted apart, because its count may be known. */
export const countedAtOnce = 1_000;

/** Never more than one above `countedAtOnce`, but of a search, whose meetings have all been found by then. */
const countUpTo = (pieces: Pieces, by: readonly Narrowing[]) =>
  by.includes('search')
    ? sql`SELECT count(*)::int FROM listed`
    : sql`SELECT count(*)::int FROM (
        SELECT FROM ${listed(pieces, { by, atMost: sql`${countedAtOnce + 1}` })}
        LIMIT ${countedAtOnce + 1}) AS counted`;

/**
 * Another text whenever a meeting has been made or deleted, or others see it than before: each writes an event in its
 * transaction, which waits for its position and then moves the head's.
 */
const changes = ({ own }: Pieces) => sql`
  concat_ws(':', coalesce((SELECT position FROM event_heads WHERE ${own('event_heads')}), 0),
    (SELECT count(*) FROM pending_events WHERE ${own('pending_events')}))`;

const ofPage = ({ seen }: Pieces) =>
  sql`FROM page JOIN meetings ON meetings.id = page.id AND ${seen()}`;
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
    sql: (pieces) => {
      const read = { by, until: (source: Source) => until(pieces, source) };
      return sql`
    WITH ${searched(pieces, read)} page AS (
      SELECT id FROM ${listed(pieces, { ...read, atMost: pieces.$.limit })} ${newestFirst} LIMIT ${pieces.$.limit}
    )
    SELECT ${columns(pieces, view)} ${ofPage(pieces)} ${pageNewestFirst}`;
    },
  });

const countPart = (part: SeenPart) =>
  ownedStatement({
    name: `list.count_${part}`,
    values: filters,
    columns: { total: integer, changes: text },
    sql: (pieces) => sql`SELECT
      (SELECT count(*)::int FROM ${listed(pieces, { by: [], parts: [part] })}) AS total,
      ${changes(pieces)} AS changes`,
  });

/**
 * A list that nothing but dates narrows is counted in its parts: how many meetings all members see is the same number for
 * all of them.
 */
export const countParts: Readonly<Record<SeenPart, ReturnType<typeof countPart>>> = {
  shared: countPart('shared'),
  own: countPart('own'),
};

const statementsBy = (by: readonly Narrowing[], view: View) => ({
  /** With how many there are in all, as far as `countUpTo` counts; no row where the page is past the end. */
  page: ownedStatement({
    name: 'list.page',
    values: { ...filters, limit: integer, offset: integer },
    columns: { ...listedRow, total: integer, changes: nullable(text) },
    sql: (pieces) => sql`
    WITH ${searched(pieces, { by })} page AS (
      SELECT id FROM ${listed(pieces, { by, atMost: sql`${pieces.$.limit} + ${pieces.$.offset}` })}
      ${newestFirst} LIMIT ${pieces.$.limit} OFFSET ${pieces.$.offset}
    ), counted AS MATERIALIZED (SELECT (${countUpTo(pieces, by)}) AS total)
    SELECT ${columns(pieces, view)}, counted.total,
      CASE WHEN counted.total > ${countedAtOnce} THEN ${changes(pieces)} END AS changes
    ${ofPage(pieces)} CROSS JOIN counted ${pageNewestFirst}`,
  }),
  /** Where something narrows it. */
  ...(by.length > 0 && {
    count: ownedStatement({
      name: 'list.count',
      values: filters,
      columns: { total: integer },
      sql: (pieces) => sql`WITH ${searched(pieces, { by })} counted AS (
        SELECT count(*)::int AS total FROM ${listed(pieces, { by })})
      SELECT total FROM counted`,
    }),
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
