import type { RunError, RunStatus } from '@memo/entities';
import type { QueueName } from '@memo/jobs';
import type { DataSource, EntityManager } from 'typeorm';
import { LeaseLost, type Claim } from './claim.ts';
import { claimSql } from './ledger.sql.ts';
import { defaultLeaseMs, type LedgerSpec } from './spec.ts';

export type ClaimAnswer<Kind, Subject> =
  | {
      kind: 'claimed';
      claim: Claim & Subject;
      /** What is to be done. */
      what: Kind;
      /** Whether there is more that could begin now. */
      more: boolean;
    }
  /** Nothing could begin now. */
  | {
      kind: 'nothing';
      /** When the next run could, in ms; null when none waits for its time. */
      nextInMs: number | null;
    };

type Queries = Pick<EntityManager, 'query'>;

export interface Ledger<Kind extends string, Subject extends object> {
  readonly leaseMs: number;
  /** The run of these kinds, all of one queue, whose turn it is. */
  claim(queue: QueueName, kinds: readonly Kind[]): Promise<ClaimAnswer<Kind, Subject>>;
  /** Extends the lease; inside a transaction, also keeps others from claiming until it ends. @throws LeaseLost */
  renew(claim: Claim, queries?: Queries): Promise<void>;
  /** Puts the run back for later, with what went wrong if something did. Silent when the lease is lost. */
  requeue(claim: Claim, again: Again): Promise<void>;
  /** @throws LeaseLost */
  succeed(tx: Queries, claim: Claim, result: Record<string, unknown> | null): Promise<void>;
  /** @throws LeaseLost */
  fail(tx: Queries, claim: Claim, error: RunError): Promise<void>;
}

export interface Again {
  /** From now, in ms. */
  delayMs: number;
  /** Failed tries so far. */
  attempts: number;
  error: RunError | null;
}

/** SQL: what makes a run that has ended as good as new. The epoch stays: it only ever rises. */
export const asNew = `status = 'queued', attempts = 0, crashes = 0, error = NULL, result = NULL, lease_until = NULL,
  due_at = now(), queued_at = now(), started_at = NULL, finished_at = NULL`;

/** The fenced writes on a table of work. The database's clock decides about time, never a worker's. */
export function createLedger<Kind extends string, Subject extends object>(
  dataSource: DataSource,
  spec: LedgerSpec<Kind, Subject>,
): Ledger<Kind, Subject> {
  const { table, leaseMs = defaultLeaseMs } = spec;
  const claimStatement = claimSql(spec);
  /** Only the run's holder may write, and only while it is wanted. $1 is the run, $2 the epoch. */
  const held = `run.id = $1 AND run.epoch = $2 AND run.status = 'running' AND ${spec.wanted('run')}`;

  async function writeHeld(
    queries: Queries,
    { runId, epoch }: Claim,
    changes: string,
    values: unknown[],
  ): Promise<boolean> {
    // TypeORM answers an UPDATE with its returned rows and their number.
    const [, count] = await queries.query<[unknown[], number]>(
      `UPDATE ${table} AS run SET ${changes} WHERE ${held}`,
      [runId, epoch, ...values],
    );
    return count > 0;
  }

  async function finish(
    tx: Queries,
    claim: Claim,
    status: RunStatus,
    outcome: { result: Record<string, unknown> | null; error: RunError | null },
  ): Promise<void> {
    const changes = 'status = $3, lease_until = NULL, finished_at = now(), result = $4, error = $5';
    const values = [status, outcome.result, outcome.error];
    if (!(await writeHeld(tx, claim, changes, values))) throw new LeaseLost();
  }

  return {
    leaseMs,
    claim: async (queue, kinds) => {
      const [row]: ClaimRow<Kind, Subject>[] = await dataSource.query(claimStatement, [
        inOrder(spec, kinds),
        queue,
        leaseMs,
      ]);
      if (row === undefined || row.runId === null) {
        return { kind: 'nothing', nextInMs: row?.nextInMs ?? null };
      }
      const { kind: what, more, ...claim } = row;
      return { kind: 'claimed', claim: claim as Claim & Subject, what, more };
    },

    renew: async (claim, queries = dataSource) => {
      const changes = `lease_until = now() + $3 * interval '1 millisecond'`;
      if (!(await writeHeld(queries, claim, changes, [leaseMs]))) throw new LeaseLost();
    },

    requeue: async (claim, { delayMs, attempts, error }) => {
      await writeHeld(
        dataSource,
        claim,
        `status = 'queued', lease_until = NULL, queued_at = now(),
         due_at = now() + $3 * interval '1 millisecond', attempts = $4, error = $5`,
        [delayMs, attempts, error],
      );
    },

    succeed: (tx, claim, result) => finish(tx, claim, 'succeeded', { result, error: null }),
    fail: (tx, claim, error) => finish(tx, claim, 'failed', { result: null, error }),
  };
}

type ClaimRow<Kind, Subject> =
  | { runId: null; nextInMs: number | null }
  | (Claim & Subject & { kind: Kind; more: boolean; nextInMs: null });

/** These kinds as the table has them: the most urgent one last. */
const inOrder = <Kind extends string>(
  { queues }: LedgerSpec<Kind, object>,
  kinds: readonly Kind[],
): string[] => Object.keys(queues).filter((kind) => kinds.includes(kind as Kind));
