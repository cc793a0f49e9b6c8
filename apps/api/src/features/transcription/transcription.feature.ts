import type { AiDescription, SpeechEngines } from '@memo/ai';
import type { Database, Transact } from '@memo/entities';
import type { JobProducer } from '@memo/jobs';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { Logger } from '@memo/logging';
import { createGenerations, type Intake } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { ObjectStorage } from '@memo/storage';
import type { AccountLimits } from '../../account-limits/account-limits.ts';
import type { Feature } from '../../feature.ts';
import { createGenerationsService } from './generations.service.ts';
import { createReprocessRoutes } from './reprocess.routes.ts';
import { createReprocessMeeting } from './reprocess.service.ts';
import { createReadRetried } from './retried.ts';
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
  /** Those that can be asked for. */
  engines: SpeechEngines;
  storage: Pick<ObjectStorage, 'head'>;
  accountLimits: Pick<AccountLimits, 'requireMoney'>;
  logger: Logger;
}

export function createTranscriptionFeature(deps: TranscriptionFeatureDeps): Feature {
  const {
    database,
    transact,
    audit,
    pipeline,
    intake,
    producer,
    engine,
    engines,
    storage,
    accountLimits,
    logger,
  } = deps;
  const told = { transact, audit, recordEvent: deps.recordEvent };
  const repository = createTranscriptionRepository(database);
  const readStatus = createReadStatus({
    repository,
    pipeline,
    jobs: producer,
    engine: { name: engine.provider, description: engine.description },
    logger,
  });
  const readRetried = createReadRetried({ repository, pipeline });
  return {
    routes: [
      ...createTranscriptionRoutes({
        service: createTranscriptionService({
          ...{ repository, pipeline, accountLimits, readStatus, ...told },
        }),
        readStatus,
        retryMeeting: createRetryMeeting({
          ...{ repository, pipeline, readRetried, intake, accountLimits, ...told },
        }),
        readRetried,
      }),
      ...createReprocessRoutes({
        reprocessMeeting: createReprocessMeeting({
          repository,
          pipeline,
          readRetried,
          engines,
          storage,
          accountLimits,
          ...told,
        }),
        readRetried,
        generations: createGenerationsService({
          ...{ generations: createGenerations(database), pipeline },
          ...told,
        }),
      }),
    ],
  };
}
