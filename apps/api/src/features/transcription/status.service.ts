import { meetingStatuses, type MeetingStatus, type Scope } from '@memo/entities';
import type { JobProducer, WorkersByQueue } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { Pipeline } from '@memo/pipeline';
import { describeFleet, toWireQueues } from './background-service.ts';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { TranscriptionStatus } from './transcription.schemas.ts';

export interface StatusDeps {
  repository: TranscriptionRepository;
  pipeline: Pick<Pipeline, 'counts'>;
  jobs: Pick<JobProducer, 'workers'>;
  /** Which engine the workers use, in words for people. */
  engine: TranscriptionStatus['engine'];
  logger: Logger;
}

export type ReadStatus = (scope: Scope) => Promise<TranscriptionStatus>;

/** How the fleet and the caller's meetings are. Without Redis it says so, and says the rest. */
export function createReadStatus(deps: StatusDeps): ReadStatus {
  const { repository, pipeline, jobs, engine, logger } = deps;

  async function workersByQueue(): Promise<WorkersByQueue | null> {
    try {
      return await jobs.workers();
    } catch (error) {
      logger.debug('The queues could not be looked at', { error });
      return null;
    }
  }

  return async (scope) => {
    const [workers, counts, meetings] = await Promise.all([
      workersByQueue(),
      pipeline.counts(),
      repository.countOwn(scope),
    ]);
    return {
      engine,
      meetings: toWireMeetings(meetings),
      background_service: describeFleet(workers),
      reachable: workers !== null,
      queues: workers && toWireQueues(counts, workers),
    };
  };
}

type WireMeetings = TranscriptionStatus['meetings'];

const wireNames: Record<MeetingStatus, keyof WireMeetings> = {
  PENDING: 'pending',
  PROCESSING: 'processing',
  COMPLETED: 'completed',
  FAILED: 'failed',
};

const toWireMeetings = (counts: Record<MeetingStatus, number>): WireMeetings =>
  Object.fromEntries(
    meetingStatuses.map((status) => [wireNames[status], counts[status]]),
  ) as WireMeetings;
