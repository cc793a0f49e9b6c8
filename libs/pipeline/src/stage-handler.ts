import type { JobOutcome, JobPayload } from '@memo/jobs';
import type { Pipeline } from './create-pipeline.ts';
import type { StageWork } from './run-stage.ts';

/** A stage's work as the queue's handler: the ledger claims, classifies failures and settles. */
export function stageHandler(pipeline: Pipeline, work: StageWork) {
  return ({ stageRunId }: JobPayload<'prepare'>, stopping: AbortSignal): Promise<JobOutcome> =>
    pipeline.runStage(stageRunId, work, stopping);
}
