import { formatClock } from '../clock.ts';
import type { Coverage, GapReason } from '../coverage/coverage.schema.ts';

const reasons: Readonly<Record<GapReason, string>> = {
  no_words: 'no words were recognised',
  stopped_early: 'the speech engine stopped early',
  unreadable_answer: 'the speech engine gave no readable answer',
  repetition_loop: 'the speech engine repeated itself',
  wrong_times: 'the speech engine gave times that cannot be right',
  too_many_words: 'the speech engine gave more words than can be said',
  words_in_silence: 'the speech engine gave words where nobody speaks',
  missing_from_file: 'the file is damaged or ends early',
};

const maxGaps = 20;

/** How much of the speech is transcribed: `98.2% of 1:02:03 of speech`. Never rounded up to all of it. */
export function coverageText({ share, speech_ms }: Coverage): string {
  if (speech_ms === 0) return 'no speech was found';
  const percent = Math.floor(share * 1_000) / 10;
  return `${percent}% of ${formatClock(speech_ms)} of speech`;
}

/** Where the transcript has nothing and why, as one sentence; null when it has no gap. */
export function gapsText({ gaps }: Coverage): string | null {
  if (gaps.length === 0) return null;
  const told = gaps.slice(0, maxGaps).map(({ side, start_ms, end_ms, reason }) => {
    const recording = side === null ? '' : ` of the ${side === 0 ? 'first' : 'second'} recording`;
    return `${formatClock(start_ms)}–${formatClock(end_ms)}${recording} (${reasons[reason]})`;
  });
  const rest = gaps.length - told.length;
  return `Not transcribed: ${told.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
}
