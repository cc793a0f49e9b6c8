import type { Rows, RunStatus, Stage } from '@memo/entities';
import { markRequeued } from './meeting-status.sql.ts';
import { requeueFailed, requeueOutdated, requeueStage } from './requeue.sql.ts';
import type { StageClaim } from './claim.ts';

/**
 * Queues runs again as if they were new, and changes the status of their meetings, in the transaction of `rows`. The
 * time of a run's first start is cleared, too: how long a provider's rate limit is waited out counts from there.
 * Each returns the stage of every run that it queued.
 */
export const requeue = {
  /** What failed for good of these meetings. */
  failed: async (rows: Rows, meetingIds: readonly string[]): Promise<Stage[]> =>
    tellMeetings(rows, await rows.all(requeueFailed, { meetingIds: [...meetingIds] })),

  /** The delivery of a claim's meeting, when it is in one of these states. */
  delivery: async (
    rows: Rows,
    { meetingId, generation }: StageClaim,
    statuses: RunStatus[],
  ): Promise<Stage[]> =>
    tellMeetings(
      rows,
      await rows.all(requeueStage, { meetingId, generation, stage: 'sync', statuses }),
    ),

  /** The same, when the transcript was edited since it began. */
  outdated: async (rows: Rows, { meetingId, generation }: StageClaim): Promise<Stage[]> =>
    tellMeetings(rows, await rows.all(requeueOutdated, { meetingId, generation })),
};

async function tellMeetings(
  rows: Rows,
  requeued: readonly { meeting_id: string; stage: Stage }[],
): Promise<Stage[]> {
  for (const [stage, runs] of Map.groupBy(requeued, (run) => run.stage)) {
    const meetingIds = runs.map((run) => run.meeting_id);
    await rows.run(markRequeued[stage], { meetingIds });
  }
  return requeued.map(({ stage }) => stage);
}
