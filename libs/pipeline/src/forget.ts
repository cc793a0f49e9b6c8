import type { Database, Tenant } from '@memo/entities';
import type { Logger } from '@memo/logging';
import { deleteWaitingRuns } from './stage-runs.sql.ts';

/**
 * Takes the waiting runs of a deleted meeting out of the ledger, so that nobody looks at them again. A courtesy and no
 * more, so it never throws: what stays is not wanted, and a run that is at work notices by its lease.
 */
export async function forget(
  { database, logger }: { database: Database; logger: Logger },
  tenant: Tenant,
  meetingId: string,
): Promise<void> {
  try {
    await database.rows(tenant).run(deleteWaitingRuns, { meetingId });
  } catch (error) {
    logger.debug('The waiting runs of a deleted meeting stay until it is purged', {
      meetingId,
      error,
    });
  }
}
