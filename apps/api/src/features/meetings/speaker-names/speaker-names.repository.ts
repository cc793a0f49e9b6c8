import type { Scope, Transaction } from '@memo/entities';
import { visibleMeeting, type MeetingReader } from '@memo/meetings';
import type { NamedSpeaker } from './plan-renames.ts';

export interface SpeakerName {
  id: string;
  name: string | null;
  /** Given to a speaker who has none; null changes nothing. */
  profileId: string | null;
}

export interface SpeakerNamesRepository {
  /** Until the transaction ends nobody else names speakers of this meeting. False when there is no such meeting. */
  lock(scope: Scope, tx: Transaction, meetingId: string): Promise<boolean>;
  /** In order of first speaking; null when there is no transcript. */
  speakersOf(scope: Scope, tx: Transaction, meetingId: string): Promise<NamedSpeaker[] | null>;
  /** The profile of each name that is mapped to exactly one in the workspace. */
  profilesByName(
    scope: Scope,
    tx: Transaction,
    names: readonly string[],
  ): Promise<Map<string, string>>;
  save(scope: Scope, tx: Transaction, meetingId: string, names: SpeakerName[]): Promise<void>;
}

export function createSpeakerNamesRepository(
  reader: Pick<MeetingReader, 'hold'>,
): SpeakerNamesRepository {
  return {
    lock: async ({ workspaceId }, tx, meetingId) => {
      const rows = await tx.manager.query<unknown[]>(
        `SELECT 1 FROM meetings WHERE ${visibleMeeting} AND id = $2 FOR NO KEY UPDATE`,
        [workspaceId, meetingId],
      );
      return rows.length > 0;
    },

    speakersOf: async ({ workspaceId }, tx, meetingId) => {
      // Locked in the order in which a new run of the meeting replaces them, so that none comes between.
      if (!(await reader.hold({ workspaceId }, tx, meetingId))) return null;
      return tx.manager.query<NamedSpeaker[]>(
        `SELECT id, label, name, profile_id AS "profileId" FROM meeting_speakers
         WHERE workspace_id = $1 AND meeting_id = $2 ORDER BY id FOR NO KEY UPDATE`,
        [workspaceId, meetingId],
      );
    },

    profilesByName: async ({ workspaceId }, tx, names) => {
      const rows = await tx.manager.query<{ name: string; profile: string }[]>(
        `SELECT voice.name, min(voice.profile_id::text) AS profile
         FROM meeting_speakers voice JOIN meetings ON meetings.id = voice.meeting_id
         WHERE ${visibleMeeting} AND voice.workspace_id = $1 AND voice.name = ANY($2)
           AND voice.profile_id IS NOT NULL
         GROUP BY voice.name HAVING count(DISTINCT voice.profile_id) = 1`,
        [workspaceId, names],
      );
      return new Map(rows.map(({ name, profile }) => [name, profile]));
    },

    save: async ({ workspaceId }, tx, meetingId, names) => {
      await tx.manager.query(
        `UPDATE meeting_speakers SET name = new.name, profile_id = coalesce(profile_id, new.profile)
         FROM unnest($3::uuid[], $4::varchar[], $5::uuid[]) AS new (id, name, profile)
         WHERE workspace_id = $1 AND meeting_id = $2 AND meeting_speakers.id = new.id`,
        [
          workspaceId,
          meetingId,
          names.map(({ id }) => id),
          names.map(({ name }) => name),
          names.map(({ profileId }) => profileId),
        ],
      );
      await tx.manager.query(
        `UPDATE meetings SET updated_at = clock_timestamp() WHERE ${visibleMeeting} AND id = $2`,
        [workspaceId, meetingId],
      );
    },
  };
}
