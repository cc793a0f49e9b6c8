import type { Scope } from '@memo/entities';
import type { TranscriptionStatusRepository } from './transcription-status.repository.ts';
import type { TranscriptionStatus } from './transcription-status.schemas.ts';

export interface TranscriptionStatusService {
  status(scope: Scope): Promise<TranscriptionStatus>;
}

export interface TranscriptionStatusDeps {
  repository: TranscriptionStatusRepository;
  /** Which engine the workers use, in words for people. */
  engine: TranscriptionStatus['engine'];
}

export function createTranscriptionStatusService(
  deps: TranscriptionStatusDeps,
): TranscriptionStatusService {
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
