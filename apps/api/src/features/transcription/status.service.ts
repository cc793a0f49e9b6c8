import type { Scope } from '@memo/entities';
import type { JobProducer, QueuesOverview } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import { describeFleet, toWireQueues } from './background-service.ts';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { TranscriptionStatus } from './transcription.schemas.ts';

export interface StatusDeps {
  repository: TranscriptionRepository;
  jobs: Pick<JobProducer, 'overview'>;
  /** Which engine the workers use, in words for people. */
  engine: TranscriptionStatus['engine'];
  logger: Logger;
}

export type ReadStatus = (scope: Scope) => Promise<TranscriptionStatus>;

/** How the fleet and the caller's meetings are. Without Redis it says so, and says the rest. */
export function createReadStatus({ repository, jobs, engine, logger }: StatusDeps): ReadStatus {
  async function overview(): Promise<QueuesOverview | null> {
    try {
      return await jobs.overview();
    } catch (error) {
      logger.debug('The queues could not be looked at', { error });
      return null;
    }
  }

  return async (scope) => {
    const [queues, counts] = await Promise.all([overview(), repository.countOwn(scope)]);
    const { PENDING = 0, PROCESSING = 0, COMPLETED = 0, FAILED = 0 } = counts;
    return {
      engine,
      meetings: { pending: PENDING, processing: PROCESSING, completed: COMPLETED, failed: FAILED },
      background_service: describeFleet(queues),
      reachable: queues !== null,
      queues: queues && toWireQueues(queues),
    };
  };
}
