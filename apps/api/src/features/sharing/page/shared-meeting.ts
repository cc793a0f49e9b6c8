import type { KeyPoint, SharedPart } from '@memo/entities';
import type { MeetingDetails } from '@memo/meetings';
import {
  coverageText,
  evidenceIn,
  formatClock,
  gapsText,
  oneLine,
  paragraphs,
  toWireSegments,
  type Cited,
  type Evidence,
} from '@memo/transcript';

/** A statement of the note. */
export interface Statement {
  text: string;
  quote: string | null;
  /** Where in the meeting it was said. */
  at: { segmentId: number; time: string }[];
  /** Whether a second reading did not find it in its words. */
  unconfirmed: boolean;
  /** Whether the transcript was corrected, and does not say the quote any more. */
  quoteChanged: boolean;
}

export interface Task extends Statement {
  who: string | null;
  when: string | null;
}

export interface SharedNote {
  summary: Statement[];
  keyPoints: Statement[];
  actionItems: Task[];
}

/** What one speaker says until somebody else does. */
export interface SharedTurn {
  speaker: string;
  lines: { segmentId: number; time: string; text: string }[];
}

/** What a link shows, and nothing else of the meeting: the page gets no more to show. */
export interface SharedMeeting {
  title: string;
  createdAt: Date;
  duration: string | null;
  /** BCP-47, where the meeting has one language that is known. */
  language: string;
  /** What the reader must know before relying on it. */
  warnings: string[];
  coverage: string | null;
  /** Null where it is not shared; `none` where there is none yet. */
  note: SharedNote | 'none' | null;
  transcript: SharedTurn[] | 'none' | null;
  hasAudio: boolean;
}

type Read = Pick<MeetingDetails, 'meeting' | 'speakers' | 'transcript'>;

export function sharedMeeting(
  { meeting, transcript, speakers }: Read,
  parts: readonly SharedPart[],
): SharedMeeting {
  const shows = (part: SharedPart): boolean => parts.includes(part);
  const isRead = shows('note') || shows('transcript');
  const coverage = isRead ? (transcript?.coverage ?? null) : null;
  const segments = toWireSegments(transcript?.segments ?? [], speakers);
  const [language = '', ...others] = meeting.languages;
  return {
    title: oneLine(meeting.title),
    createdAt: meeting.created_at,
    duration: meeting.duration_ms === null ? null : formatClock(meeting.duration_ms),
    language: others.length === 0 ? language : '',
    warnings: isRead ? warningsOf(meeting.needs_review, coverage && gapsText(coverage)) : [],
    coverage: coverage && coverageText(coverage),
    note: shows('note')
      ? noteOf(meeting, segments, evidenceIn(segments, transcript?.lineage ?? null))
      : null,
    transcript: shows('transcript') ? ((transcript && turnsOf(segments)) ?? 'none') : null,
    hasAudio: shows('audio') && meeting.playback_key !== null,
  };
}

const warningsOf = (needsReview: boolean, gaps: string | null): string[] => [
  ...(needsReview
    ? ['Too much of what was said may be missing here. Check it against the recording.']
    : []),
  ...(gaps === null ? [] : [gaps]),
];

type Segments = ReturnType<typeof toWireSegments>;

function noteOf(
  meeting: MeetingDetails['meeting'],
  segments: Segments,
  evidenceOf: (cited: Cited) => Evidence,
): SharedNote | 'none' {
  if (meeting.summary === null) return 'none';
  const times = new Map(segments.map(({ id, start_time: time }) => [id, time]));
  const statement = ({ text, support, ...cited }: KeyPoint): Statement => {
    const { segmentIds, quote, quoteChanged } = evidenceOf(cited);
    return {
      text: oneLine(text),
      quote: quote && oneLine(quote),
      at: segmentIds.flatMap((segmentId) => {
        const time = times.get(segmentId);
        return time === undefined ? [] : [{ segmentId, time }];
      }),
      unconfirmed: support === 'unconfirmed',
      quoteChanged,
    };
  };
  const points = meeting.summary_points ?? [];
  return {
    summary:
      points.length > 0
        ? points.map(statement)
        : paragraphs(meeting.summary).map((text) => statement({ text, segment_ids: [] })),
    keyPoints: (meeting.key_points ?? []).map(statement),
    actionItems: (meeting.action_items ?? []).map(({ task, assigned_to, due_date, ...cited }) => ({
      ...statement({ ...cited, text: task }),
      who: assigned_to && oneLine(assigned_to),
      when: due_date && oneLine(due_date),
    })),
  };
}

function turnsOf(segments: Segments): SharedTurn[] {
  const turns: SharedTurn[] = [];
  for (const { id: segmentId, start_time: time, speaker, text } of segments) {
    const line = { segmentId, time, text: oneLine(text) };
    if (line.text === '') continue;
    const turn = turns.at(-1);
    if (turn?.speaker === oneLine(speaker)) turn.lines.push(line);
    else turns.push({ speaker: oneLine(speaker), lines: [line] });
  }
  return turns;
}
