export type { StageClaim } from './claim.ts';
export { connectPipeline } from './connect.ts';
export { createPipeline, type Pipeline } from './create-pipeline.ts';
export type { Progress } from './progress.ts';
export type { Redriven } from './reconcile.ts';
export type { RetryAnswer } from './retry.ts';
export type { StageOutput } from './run-stage.ts';
export { stageHandler } from './stage-handler.ts';
