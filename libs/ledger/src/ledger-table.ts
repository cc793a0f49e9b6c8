import { ledgerStatements, type LedgerStatements } from './ledger.sql.ts';
import type { LedgerSpec } from './spec.ts';

/** A table of durable work with its statements. */
export interface LedgerTable<Kind extends string, Subject extends object> extends LedgerSpec<
  Kind,
  Subject
> {
  leaseMs: number;
  statements: LedgerStatements;
}

const defaultLeaseMs = 15_000;

/**
 * Makes the statements on a table of work: once for each table, in a file named `*.sql.ts`, where the test finds them that
 * has PostgreSQL describe each.
 */
export const ledgerTable = <Kind extends string, Subject extends object>(
  spec: LedgerSpec<Kind, Subject>,
): LedgerTable<Kind, Subject> => ({
  leaseMs: defaultLeaseMs,
  ...spec,
  statements: ledgerStatements(spec),
});
