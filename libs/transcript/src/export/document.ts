import type { Segment } from '../types.ts';

/** A meeting as its documents show it: every text ready to be printed, nothing in it markup. */
export interface MeetingDocument {
  title: string;
  /** When it was uploaded, for people: `24 June 2025, 14:30 UTC`. */
  date: string;
  /** `1:02:03`; null until the audio has been decoded. */
  duration: string | null;
  participants: string[];
  /** How much of the speech the transcript covers; null where that was not measured. */
  coverage: string | null;
  /** What the reader must know before relying on it, a sentence each. */
  warnings: string[];
  /** A paragraph each. */
  summary: string[];
  keyPoints: string[];
  actionItems: DocumentTask[];
  lines: DocumentLine[];
}

export interface DocumentTask {
  task: string;
  /** Null where nobody was named. */
  who: string | null;
  when: string | null;
}

/** One segment of the transcript. */
export interface DocumentLine {
  /** `0:15`. */
  time: string;
  speaker: string;
  text: string;
}

/** A segment with the name people call its speaker. */
export interface SpokenSegment extends Pick<Segment, 'text' | 'startMs' | 'endMs' | 'words'> {
  speaker: string;
}

/** A meeting as plain text, a line at a time: what it is, its note, then who said what and when. */
export function* plainTextOf(meeting: MeetingDocument): Generator<string> {
  yield `${meeting.title}\n${meeting.date}\n`;
  if (meeting.duration !== null) yield `Duration: ${meeting.duration}\n`;
  if (meeting.participants.length > 0) yield `Participants: ${meeting.participants.join(', ')}\n`;
  if (meeting.coverage !== null) yield `Coverage: ${meeting.coverage}\n`;
  for (const warning of meeting.warnings) yield `Note: ${warning}\n`;
  yield '\n';
  yield* sectionOf('Summary', meeting.summary);
  yield* sectionOf(
    'Key points',
    meeting.keyPoints.map((point) => `- ${point}`),
  );
  yield* sectionOf('Action items', meeting.actionItems.map(taskText));
  yield 'Transcript\n';
  for (const { time, speaker, text } of meeting.lines) yield `[${time}] ${speaker}: ${text}\n`;
}

function* sectionOf(title: string, lines: readonly string[]): Generator<string> {
  if (lines.length > 0) yield `${title}\n${lines.map((line) => `${line}\n`).join('')}\n`;
}

function taskText({ task, who, when }: DocumentTask): string {
  const about = [who && `who: ${who}`, when && `when: ${when}`].filter((text) => text);
  return about.length === 0 ? `- ${task}` : `- ${task} (${about.join(', ')})`;
}
