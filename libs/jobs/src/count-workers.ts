import type { Queue } from 'bullmq';
import type { QueueName } from './contracts.ts';

/** Workers connected to each queue; null where this Redis does not tell. */
export type WorkersByQueue = Record<QueueName, number | null>;

export async function countWorkers(
  queues: Readonly<Record<QueueName, Queue>>,
): Promise<WorkersByQueue> {
  const entries = Object.entries(queues).map(
    async ([name, queue]) => [name, await countOf(queue)] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as WorkersByQueue;
}

/** Each worker names its connection after its queue. Some hosted Redis keep their client list to themselves. */
async function countOf(queue: Queue): Promise<number | null> {
  const clients = await queue.getWorkers();
  // What BullMQ answers there is one made-up client without the name of a real one.
  return clients.every(({ rawname }) => rawname !== undefined) ? clients.length : null;
}
