import { newId, type Stage, type Transaction } from '@memo/entities';
import type { JobProducer, QueueName } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { ruleOf } from './stages.ts';

export interface ScheduledStage {
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
 * Writes stage runs in the caller's transaction; a run that exists already is left as it is. Parts fall due one after the
 * other, so that a recording is transcribed from its beginning.
 */
export function createSchedule(deps: TicketDeps): Schedule {
  return async (tx, { meetingId, generation, stage, parts }) => {
    // ON CONFLICT alone would wait for whoever is just ending a run that exists, and who may wait for this meeting's row.
    const rows: unknown[] = await tx.manager.query(
      `INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, generation, part, due_at)
       SELECT new.id, m.workspace_id, m.user_id, m.id, $3::varchar, $4, ordinality - 1,
         now() + (ordinality - 1) * interval '1 microsecond'
       FROM meetings m CROSS JOIN unnest($1::uuid[]) WITH ORDINALITY AS new (id)
       WHERE m.id = $2 AND NOT EXISTS (SELECT 1 FROM stage_runs
         WHERE meeting_id = $2 AND stage = $3::varchar AND generation = $4 AND part = ordinality - 1)
       ON CONFLICT DO NOTHING RETURNING id`,
      [Array.from({ length: parts }, newId), meetingId, stage, generation],
    );
    offerLater(
      tx,
      deps,
      rows.map(() => stage),
    );
  };
}
