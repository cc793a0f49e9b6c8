import type { DataSource } from 'typeorm';
import type { Columns, RowOf } from './columns.ts';
import type { OpenStatement, OwnedStatement, Statement, ValuesOf } from './statement.ts';
import type { Tenant } from '../scope.ts';
import { createOwnedEntities, type OwnedEntities } from './owned-entities.ts';
import {
  clientOf,
  createTransact,
  managerOf,
  type Queryable,
  type Transaction,
} from '../transaction.ts';

/** Runs statements. Each is prepared once on a connection and keeps its plan there. */
interface Runs<S extends 'owned' | 'open'> {
  all<C extends Columns, V extends Columns>(
    statement: Runnable<S, C, V>,
    values: ValuesOf<V>,
  ): Promise<RowOf<C>[]>;
  /** The first row; null when there is none. */
  first<C extends Columns, V extends Columns>(
    statement: Runnable<S, C, V>,
    values: ValuesOf<V>,
  ): Promise<RowOf<C> | null>;
  /** @returns how many rows were changed. */
  run<C extends Columns, V extends Columns>(
    statement: Runnable<S, C, V>,
    values: ValuesOf<V>,
  ): Promise<number>;
}

type Runnable<S extends 'owned' | 'open', C extends Columns, V extends Columns> = S extends 'owned'
  ? OwnedStatement<C, V>
  : OpenStatement<C, V>;

/** The rows of one workspace. */
export type Rows = Runs<'owned'> & OwnedEntities;
/** Rows of no workspace, and of all of them. */
export type OpenRows = Runs<'open'>;

export interface Database {
  /** The only way to rows that a workspace owns; it brings the tenant condition's workspace. */
  rows: (tenant: Tenant, tx?: Transaction) => Rows;
  openRows: (tx?: Transaction) => OpenRows;
  /** Several statements that see the same moment, so that the numbers of one answer agree. They must only read. */
  snapshot: <T>(read: (tx: Transaction) => Promise<T>) => Promise<T>;
}

/** A statement that is about to run, and its values. */
export interface StatementRun {
  statement: Statement;
  values: Readonly<Record<string, unknown>>;
}

/**
 * Statements over a DataSource's own pool: TypeORM cannot name a statement.
 * @param onRun is told of every statement; for tests and measurements.
 */
export function createDatabase(
  dataSource: DataSource,
  onRun: (run: StatementRun) => void = () => undefined,
): Database {
  const pool = (dataSource.driver as unknown as { master: Queryable }).master;
  const on = async (tx: Transaction | undefined) => (tx === undefined ? pool : clientOf(tx));

  function runs(workspaceId: string | null, tx: Transaction | undefined) {
    const execute = async (statement: Statement, values: ValuesOf<Columns>) => {
      onRun({ statement, values });
      const client = await on(tx);
      return client.query({
        ...(statement.planned === 'once' && { name: statement.name }),
        text: statement.text,
        values: statement.places.map((name) =>
          name === null ? workspaceId : toDriver(statement.values[name]?.pg, values[name]),
        ),
      });
    };
    return {
      all: async (statement: Statement, values: ValuesOf<Columns>) =>
        (await execute(statement, values)).rows,
      first: async (statement: Statement, values: ValuesOf<Columns>) =>
        (await execute(statement, values)).rows[0] ?? null,
      run: async (statement: Statement, values: ValuesOf<Columns>) =>
        (await execute(statement, values)).rowCount ?? 0,
    };
  }

  return {
    // The columns of a statement say what its rows are; a test holds them against PostgreSQL.
    rows: ({ workspaceId }, tx) => ({
      ...(runs(workspaceId, tx) as Runs<'owned'>),
      ...createOwnedEntities(tx === undefined ? dataSource.manager : managerOf(tx), workspaceId),
    }),
    openRows: (tx) => runs(null, tx) as OpenRows,
    snapshot: createTransact(dataSource, 'REPEATABLE READ'),
  };
}

/** The driver sends an array as PostgreSQL's, which is no JSON. */
const toDriver = (pg: string | undefined, value: unknown): unknown =>
  (pg === 'jsonb' || pg === 'json') && value !== null ? JSON.stringify(value) : value;
