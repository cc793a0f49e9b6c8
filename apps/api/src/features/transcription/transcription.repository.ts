import { personOf } from '@memo/access';
import { meetingStatuses, type Database, type MeetingStatus, type Scope } from '@memo/entities';
import type { MeetingRow } from '@memo/meetings';
import { countMeetings, findMeeting, findTemplate, listRecordings } from './transcription.sql.ts';

export interface TranscriptionRepository {
  /**
   * The caller's own meetings, not those of others in the workspace. One that still waits for its recordings is PENDING
   * without a stage, and nothing that could be hurried: it is not counted.
   */
  countOwn(scope: Scope): Promise<Record<MeetingStatus, number>>;
  /** With the generation that is made, or was made last. */
  find(scope: Scope, meetingId: string): Promise<(MeetingRow & { generation: number }) | null>;
  /** Where its recordings are stored. */
  recordings(scope: Scope, meetingId: string): Promise<string[]>;
  /** Whether the workspace may use the template. */
  hasTemplate(scope: Scope, templateId: string): Promise<boolean>;
}

export function createTranscriptionRepository({ rows }: Database): TranscriptionRepository {
  return {
    countOwn: async (scope) => {
      const counts = await rows(scope).all(countMeetings, { userId: personOf(scope) });
      const totals = new Map(counts.map(({ status, total }) => [status, total]));
      return Object.fromEntries(
        meetingStatuses.map((status) => [status, totals.get(status) ?? 0]),
      ) as Record<MeetingStatus, number>;
    },

    find: (scope, id) => rows(scope).first(findMeeting, { id }),
    recordings: async (scope, id) => {
      const stored = await rows(scope).all(listRecordings, { id });
      return stored.map(({ key }) => key);
    },
    hasTemplate: async (scope, id) => (await rows(scope).first(findTemplate, { id })) !== null,
  };
}
