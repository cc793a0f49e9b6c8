import { readsRightToLeft, type MeetingDocument } from '@memo/transcript';

/** A text and the side it begins at. */
export interface Printed {
  text: string;
  rtl: boolean;
}

/** What one speaker says until somebody else does. */
export interface Turn {
  speaker: string;
  /** As its first words read. */
  rtl: boolean;
  lines: { time: string; text: string }[];
}

export interface PrintableMeeting extends Omit<
  MeetingDocument,
  'title' | 'summary' | 'keyPoints' | 'actionItems' | 'lines'
> {
  title: Printed;
  summary: Printed[];
  keyPoints: Printed[];
  actionItems: { task: Printed; who: Printed; when: Printed }[];
  turns: Turn[];
}

/** A meeting with all that a page needs to know about its texts. */
export function printable({ lines, ...meeting }: MeetingDocument): PrintableMeeting {
  return {
    ...meeting,
    title: printed(meeting.title),
    summary: meeting.summary.map(printed),
    keyPoints: meeting.keyPoints.map(printed),
    actionItems: meeting.actionItems.map(({ task, who, when }) => ({
      task: printed(task),
      who: printed(who ?? ''),
      when: printed(when ?? ''),
    })),
    turns: turnsOf(lines),
  };
}

const printed = (text: string): Printed => ({ text, rtl: readsRightToLeft(text) });

function turnsOf(lines: MeetingDocument['lines']): Turn[] {
  const turns: Turn[] = [];
  for (const { time, speaker, text } of lines) {
    const rtl = readsRightToLeft(text);
    const turn = turns.at(-1);
    if (turn?.speaker === speaker && turn.rtl === rtl) turn.lines.push({ time, text });
    else turns.push({ speaker, rtl, lines: [{ time, text }] });
  }
  return turns;
}
