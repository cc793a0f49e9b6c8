import type { Scope } from '@memo/entities';
import type { TranscriptionServiceRepository } from './transcription-service.repository.ts';
import type { ServiceStatus } from './transcription-service.schemas.ts';

export interface TranscriptionService {
  status(scope: Scope): Promise<ServiceStatus>;
}

export interface TranscriptionServiceDeps {
  repository: TranscriptionServiceRepository;
  /** Which engine the workers use, in words for people. */
  engine: ServiceStatus['engine'];
}

export function createTranscriptionService(deps: TranscriptionServiceDeps): TranscriptionService {
  return {
    status: async (scope) => {
      const { PENDING, PROCESSING, COMPLETED, FAILED } = await deps.repository.countByStatus(scope);
      return {
        engine: deps.engine,
        meetings: {
          pending: PENDING ?? 0,
          processing: PROCESSING ?? 0,
          completed: COMPLETED ?? 0,
          failed: FAILED ?? 0,
        },
      };
    },
  };
}
