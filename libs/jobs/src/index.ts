export { backoffMs, maxAttempts } from './backoff.ts';
export type { JobPayload } from './contracts.ts';
export type { JobOutcome } from './outcome.ts';
export { createJobProducer, type JobProducer } from './producer.ts';
export { createJobWorker } from './worker.ts';
export { runWorkerProcess } from './worker-process.ts';
