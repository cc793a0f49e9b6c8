import { advisoryLocks, type Database, type Transact } from '@memo/entities';
import type { AuditKeys } from './audit/audit-keys.ts';
import { sealAudit, type SealedChain } from './audit/seal-audit.ts';
import { findPendingEvent, moveEvents } from './events/events.sql.ts';
import { lockLogs, workspacesWithEntries, workspacesWithEvents } from './seal.sql.ts';

interface SealDeps {
  database: Database;
  transact: Transact;
}

export interface SealJournalDeps extends SealDeps {
  /** Of the audit log: nothing gets a place there without a signature. */
  auditKeys: AuditKeys;
}

/** A workspace's log while nobody else seals it. */
type Held = Omit<SealedChain, 'keys'>;

interface Log {
  /** The workspaces with something that has no place yet. */
  waiting: typeof workspacesWithEvents;
  /** Tells this log's locks from those of everything else. */
  lock: number;
  /** Under the workspace's lock. @returns how many rows it gave a place. */
  seal: (held: Held, limit: number) => Promise<number>;
}

const events: Log = {
  waiting: workspacesWithEvents,
  lock: advisoryLocks.sealEvents,
  seal: ({ rows }, limit) => rows.run(moveEvents, { limit }),
};
const auditWith = (keys: AuditKeys): Log => ({
  waiting: workspacesWithEntries,
  lock: advisoryLocks.sealAudit,
  seal: (held, limit) => sealAudit({ ...held, keys }, limit),
});

/** Of one workspace in one transaction: few enough that a reader who waits for it does not notice. */
const batchSize = 500;
/** Of one workspace for one reader, who asks again for the rest. */
const maxBatches = 10;
/** How long to wait for a row that another transaction holds, in ms: the workspaces after it are not to wait, too. */
const sweepWaitMs = 1_000;
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
export async function sealJournal(deps: SealJournalDeps): Promise<number> {
  let sealed = 0;
  const failures: unknown[] = [];
  const audit = auditWith(deps.auditKeys);
  const [happened, entered] = [await waitingIn(deps, events), await waitingIn(deps, audit)];
  for (const workspaceId of new Set([...happened, ...entered])) {
    const logs = [
      ...(happened.has(workspaceId) ? [events] : []),
      ...(entered.has(workspaceId) ? [audit] : []),
    ];
    try {
      sealed += await sealBatch(deps, logs, workspaceId, sweepWaitMs);
    } catch (error) {
      // What is wrong with one log is not to hold up the other.
      const apart = logs.length > 1 ? await sealApart(deps, logs, workspaceId) : [error];
      for (const outcome of apart) {
        if (typeof outcome === 'number') sealed += outcome;
        else failures.push(outcome);
      }
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'Part of the journal could not be sealed');
  }
  return sealed;
}

const waitingIn = async ({ database }: SealDeps, log: Log): Promise<ReadonlySet<string>> => {
  const waiting = await database.openRows().all(log.waiting, { limit: maxWorkspaces });
  return new Set(waiting.map(({ workspace_id }) => workspace_id));
};

/** @returns of each log how many rows it sealed, or why it sealed none. */
const sealApart = async (deps: SealDeps, logs: readonly Log[], workspaceId: string) => {
  const outcomes: unknown[] = [];
  for (const log of logs) {
    const sealing = sealBatch(deps, [log], workspaceId, sweepWaitMs);
    outcomes.push(await sealing.catch((error: unknown) => error));
  }
  return outcomes;
};

/**
 * Gives positions to what one workspace has committed by now, so that a client that reads next finds its own changes.
 * @returns whether that is all; false when so much has piled up that some of it is left.
 */
export async function sealEvents(deps: SealDeps, workspaceId: string): Promise<boolean> {
  const pending = await deps.database.rows({ workspaceId }).first(findPendingEvent, {});
  if (pending === null) return true;
  for (let batches = 0; batches < maxBatches; batches += 1) {
    if ((await sealBatch(deps, [events], workspaceId)) < batchSize) return true;
  }
  return false;
}

/** @param logs in the order of `events`, `audit`: whoever takes both locks takes them in one order. */
const sealBatch = (
  { database, transact }: SealDeps,
  logs: readonly Log[],
  workspaceId: string,
  maxWaitMs: number | null = null,
): Promise<number> =>
  transact(async (tx) => {
    const rows = database.rows({ workspaceId }, tx);
    const openRows = database.openRows(tx);
    // A statement of its own: what the next one sees begins after the process before this one has committed.
    await rows.first(lockLogs, { logs: logs.map(({ lock }) => lock), maxWaitMs });
    let sealed = 0;
    for (const { seal } of logs) sealed += await seal({ rows, openRows, workspaceId }, batchSize);
    return sealed;
  });
