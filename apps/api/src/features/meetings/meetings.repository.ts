import type { Database, RowOfStatement, Scope, Transaction } from '@memo/entities';
import { headByName, untitled } from '@memo/meetings';
import { changeMeeting, holdHead, markDeleted } from './meetings.sql.ts';

/** What is not named stays as it is. */
export interface MeetingChange {
  title?: string | undefined;
  /** Empty takes it away; null takes away what somebody wrote, and leaves what the note wrote. */
  description?: string | null | undefined;
  participants?: string[] | undefined;
}

export interface MeetingsRepository {
  /** False when there is no such meeting. */
  update(scope: Scope, tx: Transaction, meetingId: string, change: MeetingChange): Promise<boolean>;
  /**
   * From the commit on the meeting is gone for everyone; null when there was none.
   * @returns who alone saw it; null for all members.
   */
  markDeleted(
    scope: Scope,
    tx: Transaction,
    meetingId: string,
  ): Promise<{ privateTo: number | null } | null>;
}

export function createMeetingsRepository({ rows }: Database): MeetingsRepository {
  return {
    update: async (scope, tx, id, change) => {
      const own = rows(scope, tx);
      const head = await own.first(holdHead, { id });
      if (head === null) return false;
      const { title, description, participants } = withoutEchoes(change, head);
      await own.run(changeMeeting, {
        id,
        title: title ?? null,
        describes: description !== undefined,
        description: description === '' ? null : (description ?? null),
        participants: participants ?? null,
      });
      return true;
    },

    markDeleted: (scope, tx, id) => rows(scope, tx).first(markDeleted, { id }),
  };
}

/**
 * A change without what a client sends back as it read it: whole forms are sent, and what the note wrote stays the
 * note's. That it read no description, or what stands in for a title, says nothing against those the note wrote since.
 */
function withoutEchoes(
  { title, description, participants }: MeetingChange,
  head: RowOfStatement<typeof holdHead>,
): MeetingChange {
  const shown = headByName(head);
  const isEcho =
    description === shown.description || (description === null && !head.description_given);
  const isSameTitle = title === shown.title || (title === untitled && !head.title_given);
  return {
    title: isSameTitle ? undefined : title,
    description: isEcho ? undefined : description,
    participants,
  };
}
