import type { ActionItem } from '@memo/entities';
import { metricsByName, type TranscribedMeeting } from '@memo/meetings';
import { keyPointsText, toWireSegments, type WireSegment } from '@memo/transcript';

/** A meeting as the dashboard gets it. */
export interface MeetingPayload {
  id: string;
  title: string;
  description: string | null;
  participants: string[];
  status: 'COMPLETED';
  duration_ms: number | null;
  created_at: string;
  completed_at: string | null;
  transcription: WireSegment[];
  summary: string | null;
  key_points: string | null;
  action_items: ActionItem[] | null;
  /** Statements of summary and key points whose words were edited since; left out where there is none. */
  quotes_changed?: string[];
  analytics: Record<string, unknown> | null;
}

export function meetingPayload({
  meeting,
  transcript,
  speakers,
}: TranscribedMeeting): MeetingPayload {
  return {
    id: meeting.id,
    title: meeting.title,
    description: meeting.description,
    participants: meeting.participants,
    // Its note is there. Another generation may be under way beside it, which is delivered when it is shown.
    status: 'COMPLETED',
    duration_ms: meeting.duration_ms,
    created_at: meeting.created_at.toISOString(),
    completed_at: meeting.completed_at?.toISOString() ?? null,
    transcription: toWireSegments(transcript.segments, speakers),
    summary: meeting.summary,
    key_points: meeting.key_points && keyPointsText(meeting.key_points),
    action_items: meeting.action_items,
    ...quotesChanged(meeting),
    analytics: metricsByName(meeting),
  };
}

function quotesChanged({
  summary_points: summary,
  key_points: points,
}: TranscribedMeeting['meeting']): Pick<MeetingPayload, 'quotes_changed'> {
  const changed = [...(summary ?? []), ...(points ?? [])].filter((point) => point.quote_changed);
  return changed.length === 0 ? {} : { quotes_changed: changed.map(({ text }) => text) };
}
