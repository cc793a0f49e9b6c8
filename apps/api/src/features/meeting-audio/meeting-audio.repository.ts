import type { Database, Scope } from '@memo/entities';
import { findPlayback, type PlaybackRow } from './meeting-audio.sql.ts';

export interface MeetingAudioRepository {
  find(scope: Scope, meetingId: string): Promise<PlaybackRow | null>;
}

export const createMeetingAudioRepository = ({ rows }: Database): MeetingAudioRepository => ({
  find: (scope, id) => rows(scope).first(findPlayback, { id }),
});
