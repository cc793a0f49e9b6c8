import { newId, type Stage, type Transaction } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';

export interface ScheduledStage {
  meetingId: string;
  workspaceId: string;
  generation: number;
  stage: Stage;
  /** How many runs, numbered from 0. */
  parts: number;
}

export type Schedule = (tx: Transaction, stage: ScheduledStage) => Promise<void>;

export const jobIdOf = (stage: Stage, runId: string): string => `${stage}-${runId}`;

export interface QueuedRun {
  id: string;
  meeting_id: string;
  stage: Stage;
}

/** Gives the run a live job; true when it had none. @throws AppError `unavailable` */
export const ensureJob = (
  producer: Pick<JobProducer, 'ensure'>,
  { id, meeting_id: meetingId, stage }: QueuedRun,
): Promise<boolean> =>
  producer.ensure(stage, { stageRunId: id, meetingId }, { jobId: jobIdOf(stage, id) });

/**
 * Writes stage runs in the caller's transaction and adds their jobs only after its commit. When Redis is away the
 * rows alone are enough: `reconcile` adds the jobs later. A run that exists already is left as it is.
 */
export function createSchedule(producer: JobProducer, logger: Logger): Schedule {
  return async (tx, { meetingId, workspaceId, generation, stage, parts }) => {
    // ON CONFLICT alone would wait for whoever is just ending a run that exists, and who may wait for this meeting's row.
    const rows: { id: string }[] = await tx.manager.query(
      `INSERT INTO stage_runs (id, workspace_id, meeting_id, stage, generation, part)
       SELECT id, $2, $3, $4::varchar, $5, ordinality - 1 FROM unnest($1::uuid[]) WITH ORDINALITY AS new (id)
       WHERE NOT EXISTS (SELECT 1 FROM stage_runs
         WHERE meeting_id = $3 AND stage = $4::varchar AND generation = $5 AND part = ordinality - 1)
       ON CONFLICT DO NOTHING RETURNING id`,
      [Array.from({ length: parts }, newId), workspaceId, meetingId, stage, generation],
    );
    tx.afterCommit(async () => {
      for (const { id } of rows) {
        try {
          const jobId = jobIdOf(stage, id);
          await producer.enqueue(stage, { stageRunId: id, meetingId }, { jobId });
        } catch (error) {
          logger.warn('A job waits for the sweeper', { stage, stageRunId: id, error });
          return;
        }
      }
    });
  };
}
