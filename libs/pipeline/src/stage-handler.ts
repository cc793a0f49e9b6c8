import type { QueueName, TicketHandler } from '@memo/jobs';
import { ticketHandler } from '@memo/ledger';
import type { Pipeline } from './create-pipeline.ts';
import type { StageWork } from './stage-output.ts';
import type { StagesOn } from './stages.ts';

/** The stages of a queue as what its tickets lead to: a stage without a handler does not compile. */
export const stageHandler = <Q extends QueueName>(
  pipeline: Pipeline,
  queue: Q,
  works: Readonly<Record<StagesOn<Q>, StageWork>>,
): TicketHandler => ticketHandler((stopping) => pipeline.runNext(queue, works, stopping));
