import type { Scope } from '@memo/entities';
import type { Chosen, Failure, Failures } from '@memo/pipeline';
import { encodeCursor } from '../../http/cursor.ts';
import type { FailuresQuery, Redrive, Redriven, WireFailures } from './operations.schemas.ts';

/** For those who operate the installation: about the meetings of everybody, and never about what was said in them. */
export interface OperationsService {
  failures(query: FailuresQuery): Promise<WireFailures>;
  /** Runs again what failed, and records it in the audit log of each meeting's workspace. */
  redrive(scope: Scope, asked: Redrive): Promise<Redriven>;
}

export function createOperationsService({ failures }: { failures: Failures }): OperationsService {
  return {
    failures: async ({ limit, cursor = null, workspace_id: workspaceId, ...query }) => {
      const filter = { ...query, workspaceId };
      const found = await failures.list(filter, { before: cursor, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        data: shown.map(toWire),
        next_cursor: last === undefined ? null : encodeCursor({ atUs: last.failedUs, id: last.id }),
      };
    },

    redrive: async ({ actor, origin }, asked) => {
      const { rerun, notFailed, remaining } = await failures.rerun(
        { actor, origin },
        toChosen(asked),
      );
      return {
        redriven: rerun.length,
        meeting_ids: rerun,
        not_failed: notFailed,
        remaining,
      };
    },
  };
}

const toChosen = ({ meeting_ids: ids, limit, stage, reason }: Redrive): Chosen =>
  ids === undefined
    ? { filter: { stage, reason }, limit }
    : { meetingIds: [...new Set(ids.map((id) => id.toLowerCase()))] };

const toWire = (failure: Failure): WireFailures['data'][number] => ({
  meeting_id: failure.meetingId,
  workspace: { id: failure.workspaceId, name: failure.workspaceName },
  owner: { id: failure.ownerId, email: failure.ownerEmail },
  stage: failure.stage,
  reason: failure.reason,
  message: failure.message,
  retryable: failure.retryable,
  attempts: failure.attempts,
  crashes: failure.crashes,
  failed_at: failure.failedAt.toISOString(),
});
