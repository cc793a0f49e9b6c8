import type { Stage } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';
import { jobIdOf } from './schedule.ts';

export interface ForgetDeps {
  dataSource: DataSource;
  producer: Pick<JobProducer, 'remove'>;
  logger: Logger;
}

/**
 * Takes the jobs of a deleted meeting off their queues. A courtesy to the workers and no more, so it never throws:
 * a job that stays is answered `gone` when it is claimed, and one that runs notices by its lease.
 */
export async function forget(
  { dataSource, producer, logger }: ForgetDeps,
  meetingId: string,
): Promise<void> {
  try {
    const runs: { id: string; stage: Stage }[] = await dataSource.query(
      `SELECT r.id, r.stage FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id
       WHERE m.id = $1 AND m.deleted_at IS NOT NULL AND r.status IN ('queued', 'running')`,
      [meetingId],
    );
    for (const { id, stage } of runs) await producer.remove(stage, jobIdOf(stage, id));
  } catch (error) {
    logger.debug('The jobs of a deleted meeting stay until a worker finds them gone', {
      meetingId,
      error,
    });
  }
}
