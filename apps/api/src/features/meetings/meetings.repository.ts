import type { Database, Scope, Transaction } from '@memo/entities';
import { changeMeeting, markDeleted } from './meetings.sql.ts';

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

export function createMeetingsRepository({ rows }: Database): MeetingsRepository {
  return {
    update: async (scope, tx, id, { title, description, participants }) => {
      const changed = await rows(scope, tx).run(changeMeeting, {
        id,
        title: title ?? null,
        describes: description !== undefined,
        description: description ?? null,
        participants: participants ?? null,
      });
      return changed > 0;
    },

    markDeleted: async (scope, tx, id) =>
      (await rows(scope, tx).first(markDeleted, { id })) !== null,
  };
}
