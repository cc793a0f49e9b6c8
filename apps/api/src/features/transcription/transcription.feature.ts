import type { AiDescription } from '@memo/ai';
import type { Transact } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { Logger } from '@memo/logging';
import type { Pipeline } from '@memo/pipeline';
import type { DataSource } from 'typeorm';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Feature } from '../../feature.ts';
import { createRetryMeeting } from './retry.service.ts';
import { createReadStatus } from './status.service.ts';
import { createTranscriptionRepository } from './transcription.repository.ts';
import { createTranscriptionRoutes } from './transcription.routes.ts';
import { createTranscriptionService } from './transcription.service.ts';

export interface TranscriptionFeatureDeps {
  dataSource: DataSource;
  transact: Transact;
  audit: AuditLog;
  pipeline: Pipeline;
  producer: JobProducer;
  /** What the workers use, in words for people. */
  engine: AiDescription;
  logger: Logger;
}

export function createTranscriptionFeature(deps: TranscriptionFeatureDeps): Feature {
  const { dataSource, transact, audit, pipeline, producer, engine, logger } = deps;
  const repository = createTranscriptionRepository(dataSource);
  const readStatus = createReadStatus({
    repository,
    pipeline,
    jobs: producer,
    engine: { name: engine.provider, description: engine.description },
    logger,
  });
  return {
    routes: createTranscriptionRoutes({
      service: createTranscriptionService({ repository, pipeline, transact, audit, readStatus }),
      readStatus,
      retryMeeting: createRetryMeeting({ repository, pipeline, transact, audit }),
    }),
  };
}
