import type { Scope } from '@memo/entities';
import { meetingColumns, visibleMeeting, type MeetingRow } from '@memo/meetings';
import type { DataSource } from 'typeorm';
import { cardColumns, type ProfileCard } from './profiles.sql.ts';
import { displayedName } from './voices.ts';

export interface SpeakerRow {
  speaker_name: string;
  meeting_count: number;
  profile: ProfileCard | null;
}

/** Where the page has no speaker there is still one row, which has the total. */
type ListedRow = Omit<SpeakerRow, 'speaker_name'> & { speaker_name: string | null; total: number };

export interface MeetingRows {
  rows: MeetingRow[];
  total: number;
}

export interface SpeakersRepository {
  /** By the name displayed and the profile, those in most meetings first. */
  list(
    scope: Scope,
    limit: number,
    offset: number,
  ): Promise<{ speakers: SpeakerRow[]; total: number }>;
  /** Newest first, as are the next. */
  meetingsOfName(scope: Scope, name: string, limit: number, offset: number): Promise<MeetingRows>;
  meetingsOfProfile(
    scope: Scope,
    profileId: string,
    limit: number,
    offset: number,
  ): Promise<MeetingRows>;
}

export function createSpeakersRepository({ manager }: DataSource): SpeakersRepository {
  async function meetingsWith(
    voice: string,
    { workspaceId }: Scope,
    value: string,
    limit: number,
    offset: number,
  ): Promise<MeetingRows> {
    const found = `FROM meetings WHERE ${visibleMeeting} AND EXISTS (
      SELECT 1 FROM meeting_speakers voice
      WHERE voice.workspace_id = $1 AND voice.meeting_id = meetings.id AND ${voice})`;
    const [rows, counts] = await Promise.all([
      manager.query<MeetingRow[]>(
        `SELECT ${meetingColumns} ${found} ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4`,
        [workspaceId, value, limit, offset],
      ),
      manager.query<{ total: number }[]>(`SELECT count(*)::int AS total ${found}`, [
        workspaceId,
        value,
      ]),
    ]);
    return { rows, total: counts[0]?.total ?? 0 };
  }

  return {
    list: async ({ workspaceId }, limit, offset) => {
      const rows = await manager.query<ListedRow[]>(listSpeakers, [workspaceId, limit, offset]);
      return { speakers: rows.flatMap(toSpeaker), total: rows[0]?.total ?? 0 };
    },
    meetingsOfName: (...of) => meetingsWith(`${displayedName} = $2`, ...of),
    meetingsOfProfile: (...of) => meetingsWith('voice.profile_id = $2::uuid', ...of),
  };
}

const order = 'meeting_count DESC, speaker_name, profile_id';

// Distinct before it is counted: two hashes cost less than the sort that count(DISTINCT …) needs.
const listSpeakers = `
  WITH spoken AS (
    SELECT speaker_name, profile_id, count(*)::int AS meeting_count FROM (
      SELECT DISTINCT voice.meeting_id, ${displayedName} AS speaker_name, voice.profile_id
      FROM meeting_speakers voice JOIN meetings ON meetings.id = voice.meeting_id
      WHERE ${visibleMeeting} AND voice.workspace_id = $1
    ) heard GROUP BY speaker_name, profile_id
  ), listed AS (
    SELECT * FROM spoken ORDER BY ${order} LIMIT $2 OFFSET $3
  )
  SELECT counted.total, listed.speaker_name, listed.meeting_count, (
    SELECT row_to_json(card) FROM (
      SELECT ${cardColumns} FROM speaker_profiles profile WHERE profile.id = listed.profile_id
    ) card
  ) AS profile
  FROM (SELECT count(*)::int AS total FROM spoken) counted LEFT JOIN listed ON true
  ORDER BY ${order}`;

function toSpeaker({ speaker_name, meeting_count, profile }: ListedRow): SpeakerRow[] {
  return speaker_name === null ? [] : [{ speaker_name, meeting_count, profile }];
}
