import { createHash } from 'node:crypto';
import type { Column, Columns, RowOf } from './columns.ts';
import { refuseForgotten } from './mentions.ts';
import { seenBy, seenParts, type SeenPart } from './seen.ts';
import { tenantCondition, type OwnedTable } from './owned-tables.ts';
import { sql, tenantToken, valueToken, workspaceToken, type Sql } from './sql.ts';

/**
 * One SQL statement with its name, the values it takes and the columns it gives. A test has PostgreSQL describe the
 * statement and compares names and types of its columns with `C`. Whether a column may be null PostgreSQL does not say:
 * there the declaration is all there is.
 */
export interface Statement<C extends Columns = Columns, V extends Columns = Columns> {
  /** Of the prepared statement: PostgreSQL keeps its plan under it, on each connection. */
  name: string;
  /** `each_time` where the best plan depends on the values: a plan for any value would read far too much for some. */
  planned: 'once' | 'each_time';
  text: string;
  columns: C;
  values: V;
  /** Which value stands at which place; null is the workspace. */
  places: readonly (string | null)[];
  /** Whose rows: a workspace's, or those of all (then with the reason). */
  reach: 'workspace' | { acrossWorkspaces: string };
  /** Why it reads meetings that are private to others; null where it reads none, or one that is named. */
  includesPrivate: string | null;
}

/** A statement over the rows of one workspace; only `Rows` of a scope runs it. */
export interface OwnedStatement<C extends Columns, V extends Columns> extends Statement<C, V> {
  reach: 'workspace';
}

/** A statement over rows of no workspace, or of all. */
export interface OpenStatement<C extends Columns, V extends Columns> extends Statement<C, V> {
  reach: { acrossWorkspaces: string };
}

export type RowOfStatement<S> = S extends Statement<infer C> ? RowOf<C> : never;
export type ValuesOf<V extends Columns> = { readonly [K in keyof V]: RowOf<V>[K] };

type Places<V extends Columns> = { readonly [K in keyof V]: Sql<false> };

interface Pieces<V extends Columns> {
  /** The place of a value. */
  $: Places<V>;
}

interface OwnedPieces<V extends Columns> extends Pieces<V> {
  /** The condition that a row of a table, or of an alias of it, is the workspace's. Every mention of a table needs its own. */
  own: (table: OwnedTable, alias?: string) => Sql<true>;
  /** The same of `meetings`, and that the value `viewer` sees it; or one part of those alone. */
  seen: V extends { viewer: Column<number> } ? Seen : never;
  /** The workspace itself, for a row to insert. */
  workspace: Sql<true>;
}

/** A statement that reads several meetings on behalf of a person has the value `viewer`. */
export type Seen = (alias?: string, part?: SeenPart) => Sql<true>;

interface Spec<C extends Columns, V extends Columns> {
  /** Short and unique, as `feature.what`. */
  name: string;
  /** `once` unless it says otherwise. */
  planned?: Statement['planned'];
  values: V;
  /** None for a statement that only changes something. */
  columns: C;
}

/** @throws Error when the text names an owned table without its condition: a fault of ours, found when it is loaded. */
export function ownedStatement<C extends Columns, V extends Columns>(
  spec: Spec<C, V> & {
    /**
     * Why it reads meetings that are private to others than who asks. To be given where it reads several and not `seen`
     * ones; a test asks for it.
     */
    includesPrivate?: string;
    sql: (pieces: OwnedPieces<V>) => Sql<true>;
  },
): OwnedStatement<C, V> {
  const own = (table: OwnedTable, alias: string = table) => tenantToken(table, alias);
  const seen: Seen = (alias = 'meetings', part) => {
    const condition = part === undefined ? seenBy : seenParts[part];
    return sql`${own('meetings', alias)} AND ${condition(alias, valueToken('viewer'))}`;
  };
  const written = spec.sql({
    $: placesOf(spec.values),
    own,
    seen: seen as OwnedPieces<V>['seen'],
    workspace: workspaceToken,
  });
  refuseForgotten(spec.name, written);
  const { includesPrivate = null } = spec;
  return { ...finish(spec, written), reach: 'workspace', includesPrivate };
}

/**
 * A statement that no workspace owns the rows of: accounts, sweeps, the ledger.
 * @param spec.acrossWorkspaces why it may touch rows of every workspace; empty where it touches none.
 */
export function openStatement<C extends Columns, V extends Columns>(
  spec: Spec<C, V> & { acrossWorkspaces: string; sql: (pieces: Pieces<V>) => Sql },
): OpenStatement<C, V> {
  const written = spec.sql({ $: placesOf(spec.values) });
  if (spec.acrossWorkspaces === '') refuseForgotten(spec.name, written);
  return {
    ...finish(spec, written),
    reach: { acrossWorkspaces: spec.acrossWorkspaces },
    includesPrivate: spec.acrossWorkspaces === '' ? null : spec.acrossWorkspaces,
  };
}

const placesOf = <V extends Columns>(values: V): Places<V> =>
  Object.fromEntries(Object.keys(values).map((name) => [name, valueToken(name)])) as Places<V>;

function finish<C extends Columns, V extends Columns>(
  { name, planned = 'once', columns, values }: Spec<C, V>,
  written: Sql,
): Omit<Statement<C, V>, 'reach' | 'includesPrivate'> {
  const places: (string | null)[] = [];
  const place = (value: string | null): string => {
    const known = places.indexOf(value);
    return `$${known >= 0 ? known + 1 : places.push(value)}`;
  };
  const text = written.tokens
    .map((token) => {
      if (token.kind === 'words') return token.words;
      if (token.kind === 'tenant') return tenantCondition(token.table, token.alias, place(null));
      if (token.kind === 'workspace') return `${place(null)}::uuid`;
      return place(token.name) + castOf(values[token.name]);
    })
    .join('');
  // One name may have several texts (a list and its filters); a name must mean one text on a connection.
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { name: `${name.slice(0, 50)}:${hash}`, planned, text, columns, values, places };
}

/** Without it PostgreSQL guesses a parameter's type from where it stands. */
const castOf = (column: Column<unknown> | undefined): string =>
  column === undefined ? '' : `::${column.pg}`;
