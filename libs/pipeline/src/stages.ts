import { stages, type Stage } from '@memo/entities';
import type { Dependency } from '@memo/errors';
import type { QueueName } from '@memo/jobs';

interface StageRule {
  /** Whose workers do it. */
  queue: QueueName;
  /** What it cannot be done without. */
  needs: readonly Dependency[];
  /** What follows once every part of this stage has succeeded. */
  next: Stage | null;
  /** Whether a meeting has one run of it, or as many as the stage before it said. */
  parts: 'one' | 'many';
  /** Share of the way to a finished meeting note, in percent. What comes after COMPLETED has none. */
  weight: number;
  /** Whether the next stage runs even when this one failed for good. */
  continuesAfterFailure: boolean;
}

/** prepare → transcribe × chunks → assemble → summarize → analyze → sync. */
export const stageRules = {
  prepare: {
    queue: 'transcription',
    needs: ['storage', 'disk'],
    next: 'transcribe',
    parts: 'one',
    weight: 15,
    continuesAfterFailure: false,
  },
  transcribe: {
    queue: 'transcription',
    needs: ['storage', 'disk', 'speech'],
    next: 'assemble',
    parts: 'many',
    weight: 60,
    continuesAfterFailure: false,
  },
  assemble: {
    queue: 'transcription',
    needs: ['storage', 'disk'],
    next: 'summarize',
    parts: 'one',
    weight: 5,
    continuesAfterFailure: false,
  },
  summarize: {
    queue: 'transcription',
    needs: ['storage', 'language'],
    next: 'analyze',
    parts: 'one',
    weight: 20,
    continuesAfterFailure: false,
  },
  analyze: {
    queue: 'analytics',
    needs: [],
    next: 'sync',
    parts: 'one',
    weight: 0,
    // The dashboard gets the meeting with or without its metrics.
    continuesAfterFailure: true,
  },
  sync: {
    queue: 'dashboard-sync',
    needs: ['dashboard'],
    next: null,
    parts: 'one',
    weight: 0,
    continuesAfterFailure: false,
  },
  // Asked for of a meeting that is there: nothing leads to it.
  minutes: {
    queue: 'transcription',
    needs: ['storage', 'language'],
    next: null,
    parts: 'one',
    weight: 0,
    continuesAfterFailure: false,
  },
} as const satisfies Record<Stage, StageRule>;

export const ruleOf = (stage: Stage): StageRule => stageRules[stage];

/** The stages that the workers of one queue do. */
export type StagesOn<Q extends QueueName> = {
  [S in Stage]: (typeof stageRules)[S]['queue'] extends Q ? S : never;
}[Stage];

/** Each stage's queue, in pipeline order. */
export const stageQueues = Object.fromEntries(
  stages.map((stage) => [stage, stageRules[stage].queue]),
) as Record<Stage, QueueName>;

/** Whether running it asks an engine, which costs, or leads to a stage that does. */
export function asksEngines(stage: Stage): boolean {
  const { needs, next } = ruleOf(stage);
  const asks = needs.some((need) => need === 'speech' || need === 'language');
  return asks || (next !== null && asksEngines(next));
}

/** What each stage cannot be done without. */
export const stageNeeds = Object.fromEntries(
  stages.map((stage) => [stage, ruleOf(stage).needs]),
) as Record<Stage, readonly Dependency[]>;

/** What the workers of a queue do, and all that they cannot do it without. */
export function workOf(queue: QueueName): { stages: Stage[]; dependencies: Dependency[] } {
  const own = stages.filter((stage) => ruleOf(stage).queue === queue);
  return { stages: own, dependencies: [...new Set(own.flatMap((stage) => ruleOf(stage).needs))] };
}
