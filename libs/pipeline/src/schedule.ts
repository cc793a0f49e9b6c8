import { newId, type Database, type Stage, type Tenant, type Transaction } from '@memo/entities';
import type { JobProducer, QueueName } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { insertRuns } from './stage-runs.sql.ts';
import { ruleOf } from './stages.ts';

export interface ScheduledStage extends Tenant {
  meetingId: string;
  generation: number;
  stage: Stage;
  /** How many runs, numbered from 0. */
  parts: number;
}

export type Schedule = (tx: Transaction, stage: ScheduledStage) => Promise<void>;

export interface TicketDeps {
  producer: Pick<JobProducer, 'offer'>;
  logger: Logger;
}

/**
 * Says after the commit that there is work. When Redis is away the rows alone are enough: `reconcile` says it later.
 */
export function offerLater(
  tx: Transaction,
  { producer, logger }: TicketDeps,
  stages: readonly Stage[],
): void {
  const byQueue = new Map<QueueName, number>();
  for (const stage of stages) {
    const { queue } = ruleOf(stage);
    byQueue.set(queue, (byQueue.get(queue) ?? 0) + 1);
  }
  tx.afterCommit(async () => {
    for (const [queue, count] of byQueue) {
      try {
        await producer.offer(queue, count);
      } catch (error) {
        logger.warn('Work waits for the sweeper', { queue, error });
        return;
      }
    }
  });
}

/**
 * Writes stage runs in the caller's transaction; a run that exists already is left as it is, and of a deleted meeting
 * there are none. Parts fall due one after the other, so that a recording is transcribed from its beginning.
 */
export function createSchedule({
  database,
  ...tickets
}: TicketDeps & { database: Database }): Schedule {
  return async (tx, { workspaceId, meetingId, generation, stage, parts }) => {
    const ids = Array.from({ length: parts }, newId);
    const values = { ids, meetingId, stage, generation };
    const written = await database.rows({ workspaceId }, tx).run(insertRuns, values);
    offerLater(tx, tickets, Array<Stage>(written).fill(stage));
  };
}
