import type { ActionItem, Meeting, MeetingSpeaker, MeetingStatus } from '@memo/entities';
import { keyPointsText, toWireSegments, type Segment, type WireSegment } from '@memo/transcript';

export interface CompletedMeeting {
  meeting: Meeting;
  segments: Segment[];
  speakers: Pick<MeetingSpeaker, 'key' | 'label' | 'name'>[];
}

/** A meeting as the dashboard gets it. */
export interface MeetingPayload {
  id: string;
  title: string;
  description: string | null;
  participants: string[];
  status: MeetingStatus;
  duration_ms: number | null;
  created_at: string;
  completed_at: string | null;
  transcription: WireSegment[];
  summary: string | null;
  key_points: string | null;
  action_items: ActionItem[] | null;
  analytics: Record<string, unknown> | null;
}

export function meetingPayload({ meeting, segments, speakers }: CompletedMeeting): MeetingPayload {
  return {
    id: meeting.id,
    title: meeting.title,
    description: meeting.description,
    participants: meeting.participants,
    status: meeting.status,
    duration_ms: meeting.durationMs,
    created_at: meeting.createdAt.toISOString(),
    completed_at: meeting.completedAt?.toISOString() ?? null,
    transcription: toWireSegments(segments, speakers),
    summary: meeting.summary,
    key_points: meeting.keyPoints && keyPointsText(meeting.keyPoints),
    action_items: meeting.actionItems,
    // After a failed analysis the data may be an earlier generation's, about another transcript.
    analytics: meeting.analyticsStatus === 'COMPLETED' ? meeting.analyticsData : null,
  };
}
