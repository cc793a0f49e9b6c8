export { LeaseLost, type QueuesCounts, type Reconciled, type RunGroup } from '@memo/ledger';
export { connectPipeline } from './connect.ts';
export { createPipeline, type Pipeline } from './create-pipeline.ts';
export { justBegun, type Progress, type WatchedMeeting } from './progress.ts';
export type { AskedReprocess, FoundSound, ReprocessAnswer } from './reprocess.ts';
export type { RestoreAnswer } from './restore.ts';
export { unlessHeld } from './delivery-held.ts';
export type { RetriedMeeting, RetryAnswer } from './retry.ts';
export { changeMeeting } from './end-at-once.ts';
export { leave, type StageOutput } from './stage-output.ts';
export { requireMaterial, type StageMaterial } from './material.ts';
export { stageEnd } from './stage-end.sql.ts';
export { asksEngines, stageQueues, workOf } from './stages.ts';
export { stageHandler } from './stage-handler.ts';
export type { StageClaim } from './claim.ts';
export {
  createFailures,
  type Chosen,
  type Failure,
  type FailureFilter,
  type Failures,
} from './failures/failures.ts';
