export { createRedis, untilConnected } from './lossy-connection.ts';
export { queueNames, requestCatalog, type QueueName, type RequestPayload } from './contracts.ts';
export type { WorkersByQueue } from './count-workers.ts';
export { createJobProducer, type JobProducer } from './producer.ts';
export { createJobReplier } from './replier.ts';
export { createJobRequester, type JobRequester } from './requester.ts';
export type { Suggestion } from './suggestion.ts';
export { createJobWorker, type TicketHandler } from './worker.ts';
export { lastResortMs, runWorkerProcess } from './worker-process.ts';
