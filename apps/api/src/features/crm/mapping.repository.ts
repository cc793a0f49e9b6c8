import type { Scope, Transaction } from '@memo/entities';
import type { DataSource } from 'typeorm';
import { visibleMeeting } from '../../meeting-view/meeting-rows.ts';
import { displayedName } from './voices.ts';

/** Voices of the workspace by the name they are displayed with. */
export interface NamedVoices {
  name: string;
  /** Null for all meetings. */
  meetingId: string | null;
}

export interface MappingChange {
  /** Meetings in which the name is displayed. */
  meetings: number;
  /** Those among them in which something changed. */
  changed: number;
}

export interface MappingRepository {
  map(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    voices: NamedVoices,
  ): Promise<MappingChange>;
  /** Leaves voices alone that are mapped to another profile. */
  unmap(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    voices: NamedVoices,
  ): Promise<MappingChange>;
  meetingIsVisible(scope: Scope, meetingId: string): Promise<boolean>;
}

export function createMappingRepository({ manager }: DataSource): MappingRepository {
  return {
    map: (scope, tx, profileId, voices) =>
      change(scope, tx, profileId, voices, {
        profile: '$4::uuid',
        where: 'voices.profile_id IS DISTINCT FROM $4::uuid',
      }),
    unmap: (scope, tx, profileId, voices) =>
      change(scope, tx, profileId, voices, {
        profile: 'NULL',
        where: 'voices.profile_id = $4::uuid',
      }),
    meetingIsVisible: async ({ workspaceId }, meetingId) => {
      const rows = await manager.query<unknown[]>(
        `SELECT 1 FROM meetings WHERE ${visibleMeeting} AND id = $2`,
        [workspaceId, meetingId],
      );
      return rows.length > 0;
    },
  };
}

/** Locks the voices in the order of their ids: two who change the same ones take turns and cannot deadlock. */
async function change(
  { workspaceId }: Scope,
  tx: Transaction,
  profileId: string,
  { name, meetingId }: NamedVoices,
  { profile, where }: { profile: string; where: string },
): Promise<MappingChange> {
  const rows = await tx.manager.query<MappingChange[]>(
    `WITH voices AS (
       SELECT voice.id, voice.meeting_id, voice.profile_id
       FROM meeting_speakers voice JOIN meetings ON meetings.id = voice.meeting_id
       WHERE ${visibleMeeting} AND voice.workspace_id = $1 AND ${displayedName} = $2
         AND ($3::uuid IS NULL OR meetings.id = $3::uuid)
       ORDER BY voice.id FOR UPDATE OF voice
     ), changed AS (
       UPDATE meeting_speakers SET profile_id = ${profile}
       FROM voices WHERE meeting_speakers.id = voices.id AND ${where}
       RETURNING voices.meeting_id
     )
     SELECT count(DISTINCT meeting_id)::int AS meetings,
       (SELECT count(DISTINCT meeting_id)::int FROM changed) AS changed
     FROM voices`,
    [workspaceId, name, meetingId, profileId],
  );
  return rows[0] ?? { meetings: 0, changed: 0 };
}
