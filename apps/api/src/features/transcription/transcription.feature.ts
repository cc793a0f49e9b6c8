import type { AiDescription } from '@memo/ai';
import type { Database, Transact } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Intake } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { createRetryMeeting } from './retry.service.ts';
import { createReadStatus } from './status.service.ts';
import { createTranscriptionRepository } from './transcription.repository.ts';
import { createTranscriptionRoutes } from './transcription.routes.ts';
import { createTranscriptionService } from './transcription.service.ts';

export interface TranscriptionFeatureDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
  pipeline: Pipeline;
  intake: Pick<Intake, 'isAwaited'>;
  producer: JobProducer;
  /** What the workers use, in words for people. */
  engine: AiDescription;
  logger: Logger;
}

export function createTranscriptionFeature(deps: TranscriptionFeatureDeps): Feature {
  const { database, transact, audit, pipeline, intake, producer, engine, logger } = deps;
  const told = { transact, audit, recordEvent: deps.recordEvent };
  const repository = createTranscriptionRepository(database);
  const readStatus = createReadStatus({
    repository,
    pipeline,
    jobs: producer,
    engine: { name: engine.provider, description: engine.description },
    logger,
  });
  return {
    routes: createTranscriptionRoutes({
      service: createTranscriptionService({ repository, pipeline, readStatus, ...told }),
      readStatus,
      retryMeeting: createRetryMeeting({ repository, pipeline, intake, ...told }),
    }),
  };
}
