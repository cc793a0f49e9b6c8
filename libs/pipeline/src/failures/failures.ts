import {
  stages,
  type Actor,
  type Database,
  type Origin,
  type RowOfStatement,
  type Stage,
  type Transact,
} from '@memo/entities';
import { renewedFields, type AuditLog, type RecordEvent } from '@memo/journal';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { requeue } from '../requeue.ts';
import { stageLedger } from '../stage-ledger.sql.ts';
import {
  countFailed,
  listFailures,
  lockFailedOf,
  longestFailed,
  workspacesOfMeetings,
} from './failures.sql.ts';

/** What failed for good of a meeting in a stage, for operators: of every workspace. */
export interface Failure {
  /** Of the run that stands for the stage's parts. */
  id: string;
  meetingId: string;
  workspaceId: string;
  workspaceName: string;
  ownerId: number;
  ownerEmail: string;
  stage: Stage;
  /** The error's code. */
  reason: string;
  /** What an operator should know of it; end users read something else. */
  message: string;
  retryable: boolean;
  attempts: number;
  crashes: number;
  failedAt: Date;
  /** `failedAt` in microseconds since 1970, for a position in the list. */
  failedUs: string;
}

/** All there is where nothing is given. */
export interface FailureFilter {
  stage?: Stage | undefined;
  /** An error's code. */
  reason?: string | undefined;
  workspaceId?: string | undefined;
}

export type Chosen = { meetingIds: readonly string[] } | { filter: FailureFilter; limit: number };

export interface Rerun {
  /** The meetings that run again. */
  rerun: string[];
  /** Those asked for by id of which nothing has failed, or which are not there. */
  notFailed: string[];
  /** How many meetings still have what was asked for; 0 for ids. */
  remaining: number;
}

export interface Planned {
  /** Every failure that would run again, newest first. */
  failures: Failure[];
  /** As `Rerun` has them. */
  notFailed: string[];
  remaining: number;
}

export interface Failures {
  /** What `rerun` would do as things are; changes nothing. */
  plan(chosen: Chosen): Promise<Planned>;
  /** Newest first. @param before the position of the last one that was read. */
  list(
    filter: FailureFilter,
    page: { before: { atUs: string; id: string } | null; limit: number },
  ): Promise<Failure[]>;
  /**
   * Runs again what failed for good of these meetings, as a retry of each does; of what a filter finds, those that failed
   * first. Gaps are not asked about again. Workspace by workspace: what was done stays when a later one fails, and to
   * ask again is safe.
   */
  rerun(by: { actor: Actor; origin: Origin | null }, chosen: Chosen): Promise<Rerun>;
}

export interface FailuresDeps extends OfferLaterDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

export function createFailures(deps: FailuresDeps): Failures {
  const { database, transact, audit, recordEvent } = deps;

  async function choose(chosen: Chosen) {
    if ('filter' in chosen) {
      const values = { ...toValues(chosen.filter), limit: chosen.limit };
      return database.openRows().all(longestFailed, values);
    }
    return database.openRows().all(workspacesOfMeetings, { meetingIds: [...chosen.meetingIds] });
  }

  const rerunOf = (
    by: { actor: Actor; origin: Origin | null },
    workspaceId: string,
    meetingIds: string[],
  ): Promise<string[]> =>
    transact(async (tx) => {
      // An operator is in no role there; the entry says who it was in the workspace's own log.
      const scope = { ...by, workspaceId, role: null, isOperator: true };
      const rows = database.rows(scope, tx);
      const again: string[] = [];
      const offered: Stage[] = [];
      for (const { id: meetingId } of await rows.all(lockFailedOf, { meetingIds })) {
        const requeued = await requeue.failed(rows, [meetingId]);
        if (requeued.length === 0) continue;
        const fields = renewedFields(...requeued);
        await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
        const details = { stages: [...new Set(requeued)].join(', '), by: 'operator' };
        await audit.record(scope, tx, { action: 'meeting.retried', subject: meetingId, details });
        again.push(meetingId);
        offered.push(...requeued);
      }
      if (offered.length > 0) offerLater(tx, deps, stageLedger, offered);
      return again;
    });

  async function countOf(filter: FailureFilter): Promise<number> {
    const counted = await database.openRows().first(countFailed, toValues(filter));
    return counted?.meetings ?? 0;
  }

  return {
    list: async (filter, { before, limit }) => {
      const position = { beforeUs: before?.atUs ?? null, beforeId: before?.id ?? null };
      const values = { ...toValues(filter), ...position, meetingIds: null, limit };
      return (await database.openRows().all(listFailures, values)).map(toFailure);
    },

    plan: async (chosen) => {
      const meetingIds = (await choose(chosen)).map(({ meetingId }) => meetingId);
      const position = { beforeUs: null, beforeId: null };
      const limit = meetingIds.length * stages.length;
      // Of a meeting that is chosen for one stage, what failed in the others runs again with it.
      const values = { ...toValues({}), ...position, meetingIds, limit };
      const failures = (await database.openRows().all(listFailures, values)).map(toFailure);
      const failed = new Set(failures.map(({ meetingId }) => meetingId));
      if ('meetingIds' in chosen) {
        return {
          failures,
          notFailed: chosen.meetingIds.filter((id) => !failed.has(id)),
          remaining: 0,
        };
      }
      const remaining = Math.max(0, (await countOf(chosen.filter)) - failed.size);
      return { failures, notFailed: [], remaining };
    },

    rerun: async (by, chosen) => {
      const found = await choose(chosen);
      const rerun: string[] = [];
      for (const [workspaceId, own] of Map.groupBy(found, (one) => one.workspaceId)) {
        const ids = own.map(({ meetingId }) => meetingId);
        rerun.push(...(await rerunOf(by, workspaceId, ids)));
      }
      if ('meetingIds' in chosen) {
        const done = new Set(rerun);
        return { rerun, notFailed: chosen.meetingIds.filter((id) => !done.has(id)), remaining: 0 };
      }
      return { rerun, notFailed: [], remaining: await countOf(chosen.filter) };
    },
  };
}

const toFailure = ({
  code,
  message,
  retryable,
  ...row
}: RowOfStatement<typeof listFailures>): Failure => ({
  ...row,
  reason: code ?? 'internal',
  message: message ?? '',
  retryable: retryable ?? true,
});

const toValues = ({ stage, reason, workspaceId }: FailureFilter) => ({
  stages: stage === undefined ? [...stages] : [stage],
  reason: reason ?? null,
  workspaceId: workspaceId ?? null,
});
