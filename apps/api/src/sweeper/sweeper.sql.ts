import { boolean, integer, openStatement, sql } from '@memo/entities';

/** False when another process has it; it goes with the transaction. */
export const takeLock = openStatement({
  name: 'sweeper.take_lock',
  acrossWorkspaces: '',
  values: { lockKey: integer, everyMs: integer },
  columns: { locked: boolean },
  sql: ({ $ }) => sql`SELECT pg_try_advisory_xact_lock(${$.lockKey}, ${$.everyMs}) AS locked`,
});
