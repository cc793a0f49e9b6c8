import type { MeetingDocument } from './document.ts';

/** A meeting as plain text, a line at a time: what it is, then who said what and when. */
export function* plainTextOf(meeting: MeetingDocument): Generator<string> {
  yield `${meeting.title}\n${meeting.date}\n`;
  if (meeting.duration !== null) yield `Duration: ${meeting.duration}\n`;
  if (meeting.participants.length > 0) yield `Participants: ${meeting.participants.join(', ')}\n`;
  if (meeting.coverage !== null) yield `Coverage: ${meeting.coverage}\n`;
  for (const warning of meeting.warnings) yield `Note: ${warning}\n`;
  yield '\n';
  for (const { time, speaker, text } of meeting.lines) yield `[${time}] ${speaker}: ${text}\n`;
}
