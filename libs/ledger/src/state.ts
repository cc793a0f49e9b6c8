import type { Database } from '@memo/entities';
import type { QueueName } from '@memo/jobs';
import type { LedgerTable } from './ledger-table.ts';
import { failedDays } from './overview.ts';
import type { RunState } from './state.sql.ts';

/** Runs of one kind that are in one state for one reason. */
export interface RunGroup<Kind extends string> {
  queue: QueueName;
  kind: Kind;
  state: RunState;
  /** What they wait for, or the code of the error; null where there is nothing to say. */
  reason: string | null;
  runs: number;
  /** For how long the first of them has been in this state. */
  oldestSeconds: number;
}

/** What there is of the whole table, for those who operate it. */
export async function readState<Kind extends string>(
  { openRows }: Pick<Database, 'openRows'>,
  { queues, statements }: LedgerTable<Kind, object>,
): Promise<RunGroup<Kind>[]> {
  const kinds = Object.keys(queues);
  const rows = await openRows().all(statements.state, { kinds, failedDays });
  return rows.map(({ kind, ...row }) => ({
    queue: queues[kind as Kind],
    kind: kind as Kind,
    ...row,
  }));
}
