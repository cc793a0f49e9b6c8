export type { QueuesCounts, Redriven } from '@memo/ledger';
export { connectPipeline } from './connect.ts';
export { createPipeline, type Pipeline } from './create-pipeline.ts';
export type { Progress, WatchedMeeting } from './progress.ts';
export type { RetryAnswer } from './retry.ts';
export type { StageOutput } from './run-stage.ts';
export { stageHandler } from './stage-handler.ts';
export type { StageClaim } from './claim.ts';
