import type { Column } from '@memo/entities';
import type { Dependency } from '@memo/errors';
import type { QueueName } from '@memo/jobs';

/**
 * A table of durable work: its own columns beside those of `LedgerRun`, with a foreign key that takes a run along with
 * what it is about. It needs these indexes, or a claim reads the whole of it:
 *
 *     (kind, workspace_id, user_id, due_at) WHERE status = 'queued'
 *     (kind) WHERE status = 'running'
 *     (kind, finished_at) WHERE status = 'failed'
 */
export interface LedgerSpec<Kind extends string, Subject extends object> {
  table: string;
  /** The column that says what is to be done. */
  kind: string;
  /** Every kind and the queue whose workers do it. Of one person's work the kind that stands last goes first. */
  queues: Readonly<Record<Kind, QueueName>>;
  /** What each kind cannot be done without. While one is away, runs of the kind stay where they are. */
  needs: Readonly<Record<Kind, readonly Dependency[]>>;
  /** What a claim says of its run: the column it is in, and of which type. */
  subject: { readonly [K in keyof Subject]: SubjectColumn<Subject[K]> };
  /**
   * SQL: whether a run, given as its alias, is still wanted. No statement claims or writes a run that is not. Queued
   * runs are not to stay unwanted for long: every claim passes over them one by one, and tickets are offered for them.
   * Whatever makes many unwanted deletes them, or parks them for as long as it lasts (`due_at = 'infinity'`), in its
   * transaction.
   */
  wanted: (run: string) => string;
  /** SQL: changes of other tables that a claim brings with it, from the row of `claimed`; without RETURNING. */
  onClaim?: readonly string[];
  /** How long a claim holds without being renewed, in ms; 6 s when not given. */
  leaseMs?: number;
}

export interface SubjectColumn<T> {
  /** SQL where it is a function: what a claim brings along of other tables, for the run under this alias. */
  column: string | ((run: string) => string);
  type: Column<T>;
}
