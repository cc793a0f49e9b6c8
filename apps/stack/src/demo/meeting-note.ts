import { formatClock } from '@memo/transcript';
import type { Meeting } from './meeting.ts';
import { talkTimeChart } from './talk-time.ts';
import type { Style } from '../terminal/terminal.ts';
import { hang, wrap } from '../terminal/text.ts';

/** A finished meeting as a page of text; `engine` says what its words are worth. */
export function meetingNote(meeting: Meeting, engine: string, style: Style): string {
  const { bold, dim } = style.colors;
  const sections: [string, string][] = [
    ['Transcript', transcript(meeting, style)],
    ['Coverage', coverage(meeting, style)],
    ['Summary', paragraph(meeting.summary, style)],
    ['Key points', keyPoints(meeting, style)],
    ['Action items', actionItems(meeting, style)],
    ['Talk time', talkTime(meeting, style)],
    ['Made by', madeBy(meeting, engine, style)],
  ];
  const duration = meeting.duration_ms === null ? '' : dim(`  ${formatClock(meeting.duration_ms)}`);
  return [
    `${bold(meeting.title)}${duration}`,
    ...sections.map(([name, text]) => `${bold(name)}\n${text}`),
  ].join('\n\n');
}

function transcript({ transcription }: Meeting, { width, colors }: Style): string {
  if (transcription.length === 0) return '  Nothing was said.';
  const longest = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const timeWidth = longest(transcription.map((segment) => segment.start_time));
  const speakerWidth = longest(transcription.map((segment) => segment.speaker));
  return transcription
    .map(({ start_time, speaker, text }) => {
      const time = start_time.padStart(timeWidth);
      const label = `  ${time}  ${speaker.padEnd(speakerWidth)}  `;
      const hung = hang(label, text, width).slice(label.length);
      return `  ${colors.dim(time)}  ${colors.cyan(speaker.padEnd(speakerWidth))}  ${hung}`;
    })
    .join('\n');
}

function coverage({ coverage: report }: Meeting, { width }: Style): string {
  if (report === null) return '  Not known.';
  const { speech_ms, share, gaps } = report;
  if (speech_ms === 0) return '  No sound of speech was found.';
  const covered = `${Math.floor(share * 100)}% of ${formatClock(speech_ms)} of speech`;
  const missing = gaps.map(({ start_ms, end_ms, reason }) =>
    hang('    • ', `${formatClock(start_ms)} to ${formatClock(end_ms)}: ${reason}`, width),
  );
  return [`  ${covered}${gaps.length === 0 ? ', no gap' : '; missing:'}`, ...missing].join('\n');
}

function paragraph(text: string | null, { width }: Style): string {
  if (text === null || text.trim() === '') return '  None.';
  return wrap(text, width - 2)
    .map((line) => `  ${line}`)
    .join('\n');
}

function keyPoints({ key_points }: Meeting, { width }: Style): string {
  const points = (key_points ?? '').split('\n').filter(Boolean);
  if (points.length === 0) return '  None.';
  return points
    .map((point) => {
      const [, number = '', text = point] = /^(\d+\.)\s+(.*)$/.exec(point) ?? [];
      return hang(`  ${number.padStart(3)} `, text, width);
    })
    .join('\n');
}

function actionItems({ action_items }: Meeting, { width, colors }: Style): string {
  if (action_items.length === 0) return '  None found.';
  return action_items
    .map(({ task, assigned_to, due_date }) => {
      const facts = [
        assigned_to === null ? 'no owner named' : `owner: ${assigned_to}`,
        due_date === null ? 'no date named' : `due: ${due_date}`,
      ].join(', ');
      return `${hang('    • ', task, width)}\n      ${colors.dim(facts)}`;
    })
    .join('\n');
}

function talkTime({ analytics_data, analytics_status }: Meeting, style: Style): string {
  if (analytics_data === null) return `  Not available (analytics: ${analytics_status}).`;
  if (analytics_data.speakers.length === 0) return '  Nobody spoke.';
  const silence = Math.round(analytics_data.silence_share * 100);
  return `${talkTimeChart(analytics_data, style)}\n  ${style.colors.dim(`Silence: ${silence}% of the recording`)}`;
}

function madeBy({ transcription_engine }: Meeting, engine: string, style: Style): string {
  const { provider, model } = transcription_engine ?? { provider: 'unknown', model: 'unknown' };
  return `  ${provider}, model ${model}\n${paragraph(engine, style)}`;
}
