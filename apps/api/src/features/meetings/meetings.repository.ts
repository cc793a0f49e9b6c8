import type { Scope, Transaction } from '@memo/entities';
import { visibleMeeting } from '@memo/meetings';

/** What is not named stays as it is. */
export interface MeetingChange {
  title?: string | undefined;
  description?: string | null | undefined;
  participants?: string[] | undefined;
}

export interface MeetingsRepository {
  /** False when there is no such meeting. */
  update(scope: Scope, tx: Transaction, meetingId: string, change: MeetingChange): Promise<boolean>;
  /** From the commit on the meeting is gone for everyone; false when there was none. */
  markDeleted(scope: Scope, tx: Transaction, meetingId: string): Promise<boolean>;
}

export function createMeetingsRepository(): MeetingsRepository {
  return {
    update: async ({ workspaceId }, tx, meetingId, { title, description, participants }) => {
      // The clock and not the start of the transaction: of two changes that waited for each other, the later one
      // must not carry the earlier time.
      const [, count] = await tx.manager.query<[unknown[], number]>(
        `UPDATE meetings SET updated_at = clock_timestamp(), title = coalesce($3, title),
           title_given = title_given OR coalesce($3 <> title, false),
           description = CASE WHEN $4 THEN $5 ELSE description END, participants = coalesce($6, participants)
         WHERE ${visibleMeeting} AND id = $2`,
        [
          workspaceId,
          meetingId,
          title ?? null,
          description !== undefined,
          description ?? null,
          participants === undefined ? null : JSON.stringify(participants),
        ],
      );
      return count > 0;
    },

    markDeleted: async ({ workspaceId }, tx, meetingId) => {
      const [, count] = await tx.manager.query<[unknown[], number]>(
        `UPDATE meetings SET deleted_at = now() WHERE ${visibleMeeting} AND id = $2`,
        [workspaceId, meetingId],
      );
      return count > 0;
    },
  };
}
