import type { KeyPoint } from '@memo/entities';
import type { MeetingDetails, TranscribedMeeting } from '@memo/meetings';
import {
  coverageText,
  formatClock,
  gapsText,
  oneLine,
  paragraphs,
  toWireSegments,
} from '@memo/transcript';
import type { MeetingDocument, SpokenSegment } from '@memo/transcript';

// The caller's own time zone is not known here.
const inUtc = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** A meeting as its documents show it. */
export function toDocument({ meeting, transcript, speakers }: TranscribedMeeting): MeetingDocument {
  const { coverage } = transcript;
  return {
    title: oneLine(meeting.title),
    date: `${inUtc.format(meeting.created_at)} UTC`,
    duration: meeting.duration_ms === null ? null : formatClock(meeting.duration_ms),
    participants: meeting.participants.map(oneLine).filter((name) => name !== ''),
    coverage: coverage && coverageText(coverage),
    warnings: warningsOf({ meeting, transcript }),
    summary: paragraphs(meeting.summary ?? ''),
    keyPoints: (meeting.key_points ?? []).map((point) => oneLine(point.text) + mark(point)),
    actionItems: (meeting.action_items ?? []).map(
      ({ task, assigned_to, due_date, support = null, quote_changed = false }) => ({
        task: oneLine(task) + mark({ support, quote_changed }),
        who: assigned_to && oneLine(assigned_to),
        when: due_date && oneLine(due_date),
      }),
    ),
    lines: toWireSegments(transcript.segments, speakers)
      .map(({ start_time: time, speaker, text }) => ({
        time,
        speaker: oneLine(speaker),
        text: oneLine(text),
      }))
      .filter(({ text }) => text !== ''),
  };
}

/** Behind a statement that a second reading did not find in its words, or whose words are not the same any more. */
const mark = ({
  support,
  quote_changed: changed,
}: Pick<KeyPoint, 'support' | 'quote_changed'>): string =>
  (support === 'unconfirmed' ? ' (unconfirmed)' : '') +
  (changed === true ? ' (its words were edited)' : '');

/** What the reader must know before relying on it. */
function warningsOf({ meeting, transcript }: Omit<TranscribedMeeting, 'speakers'>): string[] {
  const gaps = transcript.coverage && gapsText(transcript.coverage);
  return [
    ...(meeting.needs_review
      ? ['Too much of what was said may be missing here. Check it against the recording.']
      : []),
    ...(gaps === null ? [] : [gaps]),
    ...(meeting.summary === null ? [noNote[meeting.status]] : []),
    ...unconfirmed(meeting),
    ...edited(meeting),
  ].filter((text) => text !== '');
}

/** The summary is one text: what of it is unconfirmed is said beside it. */
function unconfirmed({ summary_points: points }: MeetingDetails['meeting']): string[] {
  const found = (points ?? []).filter(({ support }) => support === 'unconfirmed');
  if (found.length === 0) return [];
  const texts = found.map(({ text }) => `“${oneLine(text)}”`).join(' ');
  return [`Unconfirmed in the summary, as the words it rests on do not say it: ${texts}`];
}

/** The same of what rests on words that were edited since. */
function edited({ summary_points: points }: MeetingDetails['meeting']): string[] {
  const found = (points ?? []).filter((point) => point.quote_changed === true);
  if (found.length === 0) return [];
  const texts = found.map(({ text }) => `“${oneLine(text)}”`).join(' ');
  return [`In the summary, the words that this rests on were edited since: ${texts}`];
}

const noNote: Readonly<Record<MeetingDetails['meeting']['status'], string>> = {
  PENDING: 'Summary, key points and action items are not made yet.',
  PROCESSING: 'Summary, key points and action items are not made yet.',
  FAILED: 'Summary, key points and action items could not be made.',
  COMPLETED: '',
};

/** Its segments with the names of their speakers. */
export function toSpoken({ transcript, speakers }: TranscribedMeeting): SpokenSegment[] {
  const named = toWireSegments(transcript.segments, speakers);
  return transcript.segments.map(({ text, startMs, endMs, words, speakerKey }, at) => ({
    speaker: named[at]?.speaker ?? speakerKey,
    text,
    startMs,
    endMs,
    words,
  }));
}
