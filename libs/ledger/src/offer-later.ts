import type { Transaction } from '@memo/entities';
import type { JobProducer, QueueName } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { LedgerSpec } from './spec.ts';

export interface OfferLaterDeps {
  producer: Pick<JobProducer, 'offer'>;
  logger: Logger;
}

type Queues<Kind extends string> = Pick<LedgerSpec<Kind, object>, 'queues'>;

/**
 * Says after the commit that there is work. When Redis is away the rows alone are enough: `reconcile` says it later.
 * @param kinds of the runs that the transaction writes, one for each.
 */
export function offerLater<Kind extends string>(
  tx: Transaction,
  deps: OfferLaterDeps,
  table: Queues<Kind>,
  kinds: readonly Kind[],
): void {
  tx.afterCommit(() => offerNow(deps, table, kinds));
}

/** The same for runs that are committed. */
export async function offerNow<Kind extends string>(
  { producer, logger }: OfferLaterDeps,
  { queues }: Queues<Kind>,
  kinds: readonly Kind[],
): Promise<void> {
  const byQueue = new Map<QueueName, number>();
  for (const kind of kinds) byQueue.set(queues[kind], (byQueue.get(queues[kind]) ?? 0) + 1);
  for (const [queue, count] of byQueue) {
    try {
      await producer.offer(queue, count);
    } catch (error) {
      logger.warn('Work waits for the sweeper', { queue, error });
      return;
    }
  }
}
