import { formatClock } from '@memo/transcript';
import type { TalkTime } from './meeting.ts';
import type { Style } from '../terminal/terminal.ts';

const minBar = 10;
const maxBar = 50;

/** A bar for each speaker: its share of all talk, and the time. */
export function talkTimeChart({ speakers }: TalkTime, { width, colors }: Style): string {
  const labelWidth = Math.max(...speakers.map(({ label }) => label.length));
  const rows = speakers.map(({ label, talk_share, talk_time_ms }) => ({
    label: label.padEnd(labelWidth),
    share: talk_share,
    figures: `${String(Math.round(talk_share * 100)).padStart(3)}%  ${formatClock(talk_time_ms)}`,
  }));
  const figuresWidth = Math.max(...rows.map(({ figures }) => figures.length));
  const space = width - labelWidth - figuresWidth - 6;
  const barWidth = Math.min(maxBar, Math.max(minBar, space));
  return rows
    .map(({ label, share, figures }) => {
      const filled = Math.round(share * barWidth);
      const bar = colors.cyan('█'.repeat(filled)) + colors.dim('░'.repeat(barWidth - filled));
      return `  ${label}  ${bar}  ${figures}`;
    })
    .join('\n');
}
