import type { GapReason } from '../coverage/coverage.schema.ts';
import type { Span } from '../place.ts';

export interface CheckedAudio {
  durationMs: number;
  /** In order; where nothing sounds. */
  silences: readonly Span[];
  /** Where the answer holds something that could not be read. */
  unread?: readonly Span[];
}

/** A stretch of the audio for which there should be words and are none. */
export interface Hole extends Span {
  /** Where the answer holds something there that could not be read; not given where it holds nothing. */
  reason?: Extract<GapReason, 'unreadable_answer'>;
}

export interface Fault {
  reason: GapReason;
  /** For logs; holds nothing that was said. */
  detail: string;
}
