import { personOf } from '@memo/access';
import type { Database, RowOfStatement, Scope } from '@memo/entities';
import type { MeetingRow } from '@memo/meetings';
import type { ProfileCard } from './profiles.sql.ts';
import {
  countMeetingsOfName,
  countMeetingsOfProfile,
  listSpeakers,
  meetingsOfName,
  meetingsOfProfile,
} from './speakers.sql.ts';

export interface SpeakerRow {
  speaker_name: string;
  meeting_count: number;
  profile: ProfileCard | null;
}

export interface MeetingRows {
  rows: MeetingRow[];
  total: number;
}

/** Each of the meetings that the scope's person sees. */
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

export function createSpeakersRepository({ rows }: Database): SpeakersRepository {
  const meetingsWith =
    (page: typeof meetingsOfName, count: typeof countMeetingsOfName) =>
    async (scope: Scope, value: string, limit: number, offset: number): Promise<MeetingRows> => {
      const asked = { viewer: personOf(scope), value };
      const [found, counted] = await Promise.all([
        rows(scope).all(page, { ...asked, limit, offset }),
        rows(scope).first(count, asked),
      ]);
      return { rows: found, total: counted?.total ?? 0 };
    };

  return {
    list: async (scope, limit, offset) => {
      const listed = await rows(scope).all(listSpeakers, {
        viewer: personOf(scope),
        limit,
        offset,
      });
      return { speakers: listed.flatMap(toSpeaker), total: listed[0]?.total ?? 0 };
    },
    meetingsOfName: meetingsWith(meetingsOfName, countMeetingsOfName),
    meetingsOfProfile: meetingsWith(meetingsOfProfile, countMeetingsOfProfile),
  };
}

type ListedRow = RowOfStatement<typeof listSpeakers>;

const toSpeaker = ({ speaker_name, meeting_count, profile }: ListedRow): SpeakerRow[] =>
  speaker_name === null ? [] : [{ speaker_name, meeting_count, profile }];
