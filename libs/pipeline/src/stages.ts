import type { Stage } from '@memo/entities';

interface StageRule {
  /** What follows once every part of this stage has succeeded. */
  next: Stage | null;
  /** Share of the way to a finished meeting note, in percent. What comes after COMPLETED has none. */
  weight: number;
  /** Whether the next stage runs even when this one failed for good. */
  continuesAfterFailure: boolean;
}

/** In pipeline order: prepare → transcribe × chunks → assemble → summarize → analyze → sync. */
export const stageRules: Record<Stage, StageRule> = {
  prepare: { next: 'transcribe', weight: 15, continuesAfterFailure: false },
  transcribe: { next: 'assemble', weight: 60, continuesAfterFailure: false },
  assemble: { next: 'summarize', weight: 5, continuesAfterFailure: false },
  summarize: { next: 'analyze', weight: 20, continuesAfterFailure: false },
  // The dashboard gets the meeting with or without its metrics.
  analyze: { next: 'sync', weight: 0, continuesAfterFailure: true },
  sync: { next: null, weight: 0, continuesAfterFailure: false },
};

/** In pipeline order. */
export const stages = Object.keys(stageRules) as readonly Stage[];
