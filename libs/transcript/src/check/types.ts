import type { GapReason } from '../coverage/coverage.schema.ts';
import type { Span } from '../place.ts';

export interface CheckedAudio {
  durationMs: number;
  /** In order; where nothing sounds. */
  silences: readonly Span[];
}

export interface Fault {
  reason: GapReason;
  /** For logs; holds nothing that was said. */
  detail: string;
}
