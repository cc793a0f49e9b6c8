import type { PartialTranscript, Scope, Transcript } from '@memo/entities';
import type { EntityManager } from 'typeorm';
import {
  meetingColumns,
  visibleMeeting,
  withoutWords,
  withTranscript,
  type MeetingDetails,
  type PartialCounts,
} from '../../meeting-view/meeting-rows.ts';

/** Null for a meeting that is not there. */
type FindMeeting = (scope: Scope, meetingId: string) => Promise<MeetingDetails | null>;

// One statement, because it sees one moment: between two, a transcript could be finished, and neither its words nor
// those of before be found.
const find = `
  SELECT ${meetingColumns}, summary_points, unsupported_points, analytics_data,
    ${withoutWords('transcripts.segments')} AS segments, provider, model, coverage,
    ${withoutWords('partial.segments')} AS partial_segments, partial.speakers AS partial_speakers,
    chunks_done, chunks_total, covered_ms,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'label', label, 'name', name)), '[]')
     FROM meeting_speakers WHERE workspace_id = $1 AND meeting_id = $2) AS speakers
  FROM meetings ${withTranscript}
  WHERE ${visibleMeeting} AND meetings.id = $2`;

type FoundRow = MeetingDetails['meeting'] &
  Pick<MeetingDetails, 'speakers'> &
  (Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage'> | { segments: null }) &
  (
    | (PartialCounts & {
        partial_segments: PartialTranscript['segments'];
        partial_speakers: PartialTranscript['speakers'];
      })
    | { partial_segments: null }
  );

export const createFindMeeting =
  (manager: EntityManager): FindMeeting =>
  async ({ workspaceId }, meetingId) => {
    const [row] = await manager.query<FoundRow[]>(find, [workspaceId, meetingId]);
    if (row === undefined) return null;
    return {
      meeting: row,
      transcript: row.segments === null ? null : row,
      partial:
        row.partial_segments === null
          ? null
          : { ...row, segments: row.partial_segments, speakers: row.partial_speakers },
      speakers: row.speakers,
    };
  };
