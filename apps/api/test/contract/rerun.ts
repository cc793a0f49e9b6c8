import { integer, openStatement, sql, type Statement, type StatementRun } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import type { DataSource } from 'typeorm';

/** One run of a statement over the rows of a workspace. */
export interface OwnedRun extends StatementRun {
  statement: Statement & { reach: 'workspace' };
}

export const isOwned = (statement: Statement): statement is OwnedRun['statement'] =>
  statement.reach === 'workspace';

/** What a statement gave, and how many rows it changed. */
export interface Outcome {
  rows: unknown[];
  changed: number;
}

const countChanges = openStatement({
  name: 'test.count_changes',
  acrossWorkspaces: '',
  values: {},
  columns: { changed: integer },
  sql: () => sql`SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int AS changed
    FROM pg_stat_xact_user_tables`,
});

/** Runs a statement again with the same values, for any workspace; what it changes is taken back. */
export async function rerun(
  dataSource: DataSource,
  { statement, values }: OwnedRun,
  workspaceId: string,
): Promise<Outcome> {
  const { rows, openRows } = createDatabase(dataSource);
  const outcome: Outcome = { rows: [], changed: 0 };
  const takenBack = new Error('taken back');
  try {
    await createTransact(dataSource)(async (tx) => {
      const changes = async () => (await openRows(tx).first(countChanges, {}))?.changed ?? 0;
      const before = await changes();
      outcome.rows = await rows({ workspaceId }, tx).all(statement, values);
      outcome.changed = (await changes()) - before;
      throw takenBack;
    });
  } catch (error) {
    if (error !== takenBack) throw error;
  }
  return outcome;
}
