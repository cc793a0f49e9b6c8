import type { Scope } from '@memo/entities';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { TranscriptionStatus } from './transcription.schemas.ts';

export interface TranscriptionService {
  status(scope: Scope): Promise<TranscriptionStatus>;
}

export interface TranscriptionDeps {
  repository: TranscriptionRepository;
  /** Which engine the workers use, in words for people. */
  engine: TranscriptionStatus['engine'];
}

export function createTranscriptionService(deps: TranscriptionDeps): TranscriptionService {
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
