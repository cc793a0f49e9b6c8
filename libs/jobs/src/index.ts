export { backoffMs, maxAttempts } from './backoff.ts';
export type { JobName, JobPayload, JobsOn, QueueName } from './contracts.ts';
export type { JobOutcome } from './outcome.ts';
export {
  createJobProducer,
  type EnqueueOptions,
  type JobProducer,
  type JobQueue,
} from './producer.ts';
export { createJobWorker, type JobHandlers, type JobWorker } from './worker.ts';
export { runWorkerProcess } from './worker-process.ts';
