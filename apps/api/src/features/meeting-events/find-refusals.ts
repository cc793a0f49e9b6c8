import { requirePermission, type Access, type Permission } from '@memo/access';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';
import type { FindRefusals } from './meeting-watch.ts';

/**
 * Asks in one query about all who follow meetings: is each session still open, the user active, a member of the
 * meeting's workspace who sees it, and permitted to read it? A meeting that is gone is refused, too.
 */
export const createFindRefusals =
  (access: Pick<Access, 'identifyAll'>, permission: Permission): FindRefusals =>
  async (watched) => {
    const callers = await access.identifyAll(
      watched.map(({ credential, workspaceId, meetingId }) => ({
        credential,
        named: { workspaceId, meetingId },
        origin: null,
      })),
    );
    return callers.map((caller, at) => {
      if (caller instanceof AppError) return caller;
      if (caller.refusal !== null) return meetingNotFound();
      return refusalOf(() => requirePermission(caller.scope, permission, watched[at]?.meetingId));
    });
  };

function refusalOf(check: () => void): AppError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
