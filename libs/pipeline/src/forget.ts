import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';

/**
 * Takes the waiting runs of a deleted meeting out of the ledger, so that nobody looks at them again. A courtesy and no
 * more, so it never throws: what stays is not wanted, and a run that is at work notices by its lease.
 */
export async function forget(
  { dataSource, logger }: { dataSource: DataSource; logger: Logger },
  meetingId: string,
): Promise<void> {
  try {
    await dataSource.query(
      `DELETE FROM stage_runs USING meetings
       WHERE meeting_id = $1 AND stage_runs.status = 'queued' AND meetings.id = meeting_id
         AND meetings.deleted_at IS NOT NULL`,
      [meetingId],
    );
  } catch (error) {
    logger.debug('The waiting runs of a deleted meeting stay until it is purged', {
      meetingId,
      error,
    });
  }
}
