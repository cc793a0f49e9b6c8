import type { StageError, StageRunStatus } from '@memo/entities';
import type { DataSource, EntityManager } from 'typeorm';
import { LeaseLost, type StageClaim } from './claim.ts';

/** How long a claim holds without being renewed, in ms. */
export const leaseMs = 15_000;

export type ClaimAnswer =
  | { kind: 'claimed'; claim: StageClaim }
  /** Somebody else holds it for this much longer. */
  | { kind: 'held'; forMs: number }
  /** Finished, deleted or superseded. */
  | { kind: 'gone' };

type Queries = Pick<EntityManager, 'query'>;

/** Only the run's holder may write, and only while its meeting is wanted. $1 is the run, $2 the epoch. */
const held = `id = $1 AND epoch = $2 AND status = 'running' AND EXISTS (
  SELECT 1 FROM meetings m
  WHERE m.id = stage_runs.meeting_id AND m.deleted_at IS NULL AND m.generation = stage_runs.generation)`;

export interface Ledger {
  claim(runId: string): Promise<ClaimAnswer>;
  /** Extends the lease; inside a transaction, also keeps others from claiming until it ends. @throws LeaseLost */
  renew(claim: StageClaim, queries?: Queries): Promise<void>;
  /** Puts the run back in the queue, with what went wrong if something did. Silent when the lease is lost. */
  requeue(claim: StageClaim, attempts: number, error: StageError | null): Promise<void>;
  /** @throws LeaseLost */
  succeed(tx: Queries, claim: StageClaim, result: Record<string, unknown> | null): Promise<void>;
  /** @throws LeaseLost */
  fail(tx: Queries, claim: StageClaim, error: StageError): Promise<void>;
}

/** The fenced writes on `stage_runs`. The database's clock decides about leases, never a worker's. */
export function createLedger(dataSource: DataSource): Ledger {
  return {
    async claim(runId) {
      const [rows] = await write<ClaimedRow>(
        dataSource,
        `UPDATE stage_runs SET status = 'running', epoch = epoch + 1,
           crashes = crashes + (status = 'running')::int,
           lease_until = now() + $2 * interval '1 millisecond', started_at = coalesce(started_at, now())
         WHERE id = $1 AND (status = 'queued' OR (status = 'running' AND lease_until < now()))
           AND EXISTS (SELECT 1 FROM meetings m WHERE m.id = stage_runs.meeting_id
             AND m.deleted_at IS NULL AND m.generation = stage_runs.generation)
         RETURNING meeting_id, workspace_id, stage, part, generation, epoch, attempts, crashes,
           (extract(epoch FROM now() - started_at) * 1000)::float AS age_ms`,
        [runId, leaseMs],
      );
      const row = rows[0];
      return row === undefined ? unclaimed(dataSource, runId) : claimed(runId, row);
    },

    async renew({ runId, epoch }, queries = dataSource) {
      const [, count] = await write(
        queries,
        `UPDATE stage_runs SET lease_until = now() + $3 * interval '1 millisecond' WHERE ${held}`,
        [runId, epoch, leaseMs],
      );
      if (count === 0) throw new LeaseLost();
    },

    async requeue({ runId, epoch }, attempts, error) {
      await write(
        dataSource,
        `UPDATE stage_runs SET status = 'queued', lease_until = NULL, queued_at = now(),
           attempts = $3, error = $4 WHERE ${held}`,
        [runId, epoch, attempts, error],
      );
    },

    async succeed(tx, { runId, epoch }, result) {
      await finish(tx, runId, epoch, 'succeeded', { result, error: null });
    },

    async fail(tx, { runId, epoch }, error) {
      await finish(tx, runId, epoch, 'failed', { result: null, error });
    },
  };
}

interface ClaimedRow {
  meeting_id: string;
  workspace_id: string;
  stage: StageClaim['stage'];
  part: number;
  generation: number;
  epoch: number;
  attempts: number;
  crashes: number;
  age_ms: number;
}

const claimed = (runId: string, row: ClaimedRow): ClaimAnswer => ({
  kind: 'claimed',
  claim: {
    runId,
    meetingId: row.meeting_id,
    workspaceId: row.workspace_id,
    stage: row.stage,
    part: row.part,
    generation: row.generation,
    epoch: row.epoch,
    attempts: row.attempts,
    crashes: row.crashes,
    ageMs: row.age_ms,
  },
});

async function unclaimed(queries: Queries, runId: string): Promise<ClaimAnswer> {
  const rows: { for_ms: number }[] = await queries.query(
    `SELECT greatest(extract(epoch FROM lease_until - now()) * 1000, 0)::float AS for_ms
     FROM stage_runs WHERE id = $1 AND status = 'running' AND lease_until >= now()`,
    [runId],
  );
  const row = rows[0];
  return row === undefined ? { kind: 'gone' } : { kind: 'held', forMs: row.for_ms };
}

async function finish(
  tx: Queries,
  runId: string,
  epoch: number,
  status: StageRunStatus,
  outcome: { result: Record<string, unknown> | null; error: StageError | null },
): Promise<void> {
  const [, count] = await write(
    tx,
    `UPDATE stage_runs SET status = $3, lease_until = NULL, finished_at = now(), result = $4, error = $5
     WHERE ${held}`,
    [runId, epoch, status, outcome.result, outcome.error],
  );
  if (count === 0) throw new LeaseLost();
}

/** TypeORM answers an UPDATE with its returned rows and their number. */
const write = <Row>(queries: Queries, sql: string, values: unknown[]): Promise<[Row[], number]> =>
  queries.query(sql, values);
