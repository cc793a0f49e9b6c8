import type { DataSource, EntityManager } from 'typeorm';
import { sealAudit } from './audit/seal-audit.ts';
import { sealEvents as moveEvents } from './events/seal-events.ts';

interface Log {
  /** The table of what has no place yet. */
  pending: 'pending_events' | 'pending_audit_entries';
  /** Tells this log's locks from those of everything else. */
  lock: number;
  seal(manager: EntityManager, workspaceId: string, limit: number): Promise<number>;
}

const events: Log = { pending: 'pending_events', lock: 4_213_002, seal: moveEvents };
const audit: Log = { pending: 'pending_audit_entries', lock: 4_213_003, seal: sealAudit };

/** Of one workspace in one transaction: few enough that a reader who waits for it does not notice. */
const batchSize = 500;
/** Of one run; the others come first in the next one. */
const maxWorkspaces = 500;

/**
 * Gives what was recorded its place: events their position, audit entries their link in the chain. That is done after
 * the commit, when it is known what comes before what, and by one process at a time in each workspace. A batch is one
 * transaction, so what a killed process leaves is sealed by the next; what is sealed already is not there to be sealed
 * again. A workspace whose batch fails does not hold up the others.
 * @returns how many rows it sealed.
 * @throws AggregateError of what failed, at the end.
 */
export async function sealJournal(dataSource: DataSource): Promise<number> {
  let sealed = 0;
  const failures: unknown[] = [];
  for (const log of [events, audit]) {
    for (const workspaceId of await waiting(dataSource, log)) {
      try {
        sealed += await sealBatch(dataSource, log, workspaceId);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'Part of the journal could not be sealed');
  }
  return sealed;
}

/** Gives positions to what one workspace has committed by now, so that whoever reads next finds their own changes. */
export async function sealEvents(dataSource: DataSource, workspaceId: string): Promise<void> {
  const [row] = await dataSource.query<{ any: boolean }[]>(
    'SELECT EXISTS (SELECT 1 FROM pending_events WHERE workspace_id = $1) AS any',
    [workspaceId],
  );
  if (row?.any === true) await sealBatch(dataSource, events, workspaceId);
}

/** The workspaces that have waited longest, from the primary key alone. */
async function waiting(dataSource: DataSource, { pending }: Log): Promise<string[]> {
  const rows = await dataSource.query<{ workspace_id: string }[]>(
    `SELECT workspace_id FROM ${pending} GROUP BY workspace_id ORDER BY min(id) LIMIT $1`,
    [maxWorkspaces],
  );
  return rows.map((row) => row.workspace_id);
}

const sealBatch = (dataSource: DataSource, log: Log, workspaceId: string): Promise<number> =>
  dataSource.transaction(async (manager) => {
    // A statement of its own: what the next one sees begins after the process before this one has committed.
    await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [log.lock, workspaceId]);
    return log.seal(manager, workspaceId, batchSize);
  });
