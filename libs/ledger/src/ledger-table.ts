import { claim } from './claim.sql.ts';
import { finish, renewAll, requeue } from './held.sql.ts';
import { counts, due, dueOf } from './overview.sql.ts';
import type { LedgerSpec } from './spec.ts';
import { state } from './state.sql.ts';

/** A table of durable work with its statements. */
export interface LedgerTable<Kind extends string, Subject extends object> extends LedgerSpec<
  Kind,
  Subject
> {
  leaseMs: number;
  statements: LedgerStatements;
}

/**
 * Renewed four times in it: where a process, or its database, stands still for 3 s, a lease is renewed 4.5 s after the
 * time before at the latest. And of a worker that was killed it ends soon enough that its work is somebody else's within
 * 10 s, whoever looks: 6 s, and the 2 s of the sweeper or the 3 s of BullMQ.
 */
const defaultLeaseMs = 6_000;

type LedgerStatements = ReturnType<typeof ledgerStatements>;

/** What a ledger asks of its table. */
const ledgerStatements = (spec: LedgerSpec<string, object>) => ({
  claim: claim(spec),
  renewAll: renewAll(spec),
  requeue: requeue(spec),
  finish: finish(spec),
  due: due(spec),
  dueOf: dueOf(spec),
  counts: counts(spec),
  state: state(spec),
});

/**
 * Makes the statements on a table of work. Call it once for each table, in a file named `*.sql.ts`: a test has PostgreSQL
 * describe every statement that such a file exports.
 */
export const ledgerTable = <Kind extends string, Subject extends object>(
  spec: LedgerSpec<Kind, Subject>,
): LedgerTable<Kind, Subject> => ({
  leaseMs: defaultLeaseMs,
  ...spec,
  statements: ledgerStatements(spec),
});
