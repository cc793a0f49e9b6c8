import type { Database, RunError, RunStatus, Transaction } from '@memo/entities';
import type { QueueName } from '@memo/jobs';
import { LeaseLost, type Claim, type WaitingFor } from './claim.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { LedgerSpec } from './spec.ts';

export type ClaimAnswer<Kind, Subject> =
  | {
      kind: 'claimed';
      claim: Claim & Subject;
      /** What is to be done. */
      what: Kind;
      /** How long it waited for others before the lease began, in ms. */
      waitedMs: number;
      /** Whether there is more that could begin now. */
      more: boolean;
    }
  /** Nothing could begin now. */
  | {
      kind: 'nothing';
      /** When the next run could, in ms; null when none waits for its time. */
      nextInMs: number | null;
    };

export interface Ledger<Kind extends string, Subject extends object> {
  readonly leaseMs: number;
  /** The run of these kinds, all of one queue, whose turn it is. */
  claim(
    queue: QueueName,
    kinds: readonly Kind[],
    options?: {
      /** Whether a lease that ran out says that its holder vanished; true when not given. */
      countsCrash?: boolean;
    },
  ): Promise<ClaimAnswer<Kind, Subject>>;
  /** Extends the leases of these, and says what became of each; of neither, a transaction is just writing the run. */
  renewAll(claims: readonly Claim[]): Promise<ReadonlyMap<string, 'renewed' | 'lost' | 'neither'>>;
  /** Puts the run back for later, with what went wrong if something did. Silent when the lease is lost. */
  requeue(claim: Claim, again: Again): Promise<void>;
  /** @throws LeaseLost */
  succeed(tx: Transaction, claim: Claim, result: Record<string, unknown> | null): Promise<void>;
  /** @throws LeaseLost */
  fail(tx: Transaction, claim: Claim, error: RunError): Promise<void>;
}

export interface Again {
  /** From now, in ms. */
  delayMs: number;
  /** Failed tries so far. */
  attempts: number;
  /** What it waits for now; null where nothing holds it up but the time until its next try. */
  waitingFor: WaitingFor | null;
  error: RunError | null;
}

/**
 * SQL: what makes a run that has ended as good as new. The epoch stays: it only ever rises.
 * @param order SQL: an integer by which runs that are renewed together fall due one after the other.
 */
export const asNew = (
  order: string,
) => `status = 'queued', attempts = 0, crashes = 0, waits = 0, waiting_for = NULL, waited_ms = 0, error = NULL, result = NULL, lease_until = NULL,
  due_at = now() + ${order} * interval '1 microsecond', queued_at = now(), started_at = NULL, finished_at = NULL`;

/** The fenced writes on a table of work. The database's clock decides about time, never a worker's. */
export function createLedger<Kind extends string, Subject extends object>(
  { openRows }: Pick<Database, 'openRows'>,
  table: LedgerTable<Kind, Subject>,
): Ledger<Kind, Subject> {
  const { leaseMs, statements } = table;

  async function finish(
    tx: Transaction,
    { runId, epoch }: Claim,
    outcome: {
      status: RunStatus;
      result: Record<string, unknown> | null;
      error: RunError | null;
    },
  ): Promise<void> {
    const written = await openRows(tx).run(statements.finish, { runId, epoch, ...outcome });
    if (written === 0) throw new LeaseLost();
  }

  return {
    leaseMs,
    claim: async (queue, kinds, { countsCrash = true } = {}) => {
      const values = { kinds: inOrder(table, kinds), queue, leaseMs, countsCrash };
      const row = (await openRows().first(statements.claim, values)) as ClaimRow<
        Kind,
        Subject
      > | null;
      if (row === null) throw new Error('A claim gives one row, always.');
      if (row.runId === null) return { kind: 'nothing', nextInMs: row.nextInMs };
      const { kind: what, more, waitedMs, ...claim } = row;
      return { kind: 'claimed', claim: claim as Claim & Subject, what, waitedMs, more };
    },

    renewAll: async (claims) => {
      const runIds = claims.map(({ runId }) => runId);
      const epochs = claims.map(({ epoch }) => epoch);
      const rows = await openRows().all(statements.renewAll, { runIds, epochs, leaseMs });
      return new Map(
        rows.map(({ runId, renewed, lost }) => [
          runId,
          renewed ? 'renewed' : lost ? 'lost' : 'neither',
        ]),
      );
    },

    requeue: async ({ runId, epoch }, again) => {
      await openRows().run(statements.requeue, { runId, epoch, ...again });
    },

    succeed: (tx, claim, result) => finish(tx, claim, { status: 'succeeded', result, error: null }),
    fail: (tx, claim, error) => finish(tx, claim, { status: 'failed', result: null, error }),
  };
}

type ClaimRow<Kind, Subject> =
  | { runId: null; nextInMs: number | null }
  | (Claim & Subject & { kind: Kind; waitedMs: number; more: boolean; nextInMs: null });

/** These kinds as the table has them: the most urgent one last. */
const inOrder = <Kind extends string>(
  { queues }: LedgerSpec<Kind, object>,
  kinds: readonly Kind[],
): string[] => Object.keys(queues).filter((kind) => kinds.includes(kind as Kind));
