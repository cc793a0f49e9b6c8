import { personOf } from '@memo/access';
import type { Database, Scope, Transact, Visibility } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import { meetingNotFound } from '@memo/meetings';
import { changeVisibility, forgetDuplicatesOf, holdVisibility } from './visibility.sql.ts';

export interface VisibilityService {
  /**
   * Says who of the workspace sees a meeting. Saying it again changes nothing and is told to nobody.
   * @throws AppError `not_found`, also for a meeting that is private to somebody else; `forbidden` for who would take a
   * meeting of somebody else to themselves, or away from others.
   */
  change(scope: Scope, meetingId: string, visibility: Visibility): Promise<void>;
}

export interface VisibilityDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

export function createVisibilityService(deps: VisibilityDeps): VisibilityService {
  const { database, transact, audit, recordEvent } = deps;
  return {
    change: (scope, meetingId, visibility) =>
      transact(async (tx) => {
        const own = database.rows(scope, tx);
        const held = await own.first(holdVisibility, { id: meetingId });
        if (held === null) throw meetingNotFound();
        const isTheirs = held.userId === personOf(scope);
        // Hidden since it was asked for.
        if (held.visibility === 'private' && !isTheirs) throw meetingNotFound();
        if (held.visibility === visibility) return;
        if (!isTheirs) throw notTheirs();
        await own.run(changeVisibility, { id: meetingId, visibility });
        const hidden = visibility === 'private';
        if (hidden) await own.run(forgetDuplicatesOf, { meetingId, userId: held.userId });
        await recordEvent(tx, {
          ...{ kind: 'meeting.access_changed', workspaceId: scope.workspaceId, meetingId },
          ...(hidden && { hidden }),
        });
        await audit.record(scope, tx, {
          action: 'meeting.access_changed',
          subject: meetingId,
          details: { visibility },
        });
      }),
  };
}

export const notTheirs = (): AppError =>
  new AppError(
    'forbidden',
    'Only who made a meeting can make it private. Ask them, or delete the meeting if nobody is to see it.',
    { code: 'not_the_creator' },
  );
