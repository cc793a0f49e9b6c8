import type { Stage } from '@memo/entities';
import type { UpdatedField } from './kinds.ts';

/** In which field of a meeting a stage shows how it goes. */
const shownIn: Readonly<Record<Stage, UpdatedField | null>> = {
  prepare: 'status',
  transcribe: 'status',
  assemble: 'status',
  summarize: 'status',
  analyze: 'analytics_status',
  sync: 'dashboard_status',
  // Of minutes it is told that the note has changed.
  minutes: null,
};

/** The fields that change when these stages end, each once. */
export const statusFields = (...stages: Stage[]): UpdatedField[] => [
  ...new Set(stages.flatMap((stage) => shownIn[stage] ?? [])),
];

/** The same when they are queued again: a delivery that failed waits for a new analysis from then on. */
export const renewedFields = (...stages: Stage[]): UpdatedField[] =>
  statusFields(
    ...stages.flatMap((stage): Stage[] => (stage === 'analyze' ? [stage, 'sync'] : [stage])),
  );
