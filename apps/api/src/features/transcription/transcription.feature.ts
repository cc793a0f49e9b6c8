import type { AiDescription } from '@memo/ai';
import type { DataSource } from 'typeorm';
import { createTranscriptionRepository } from './transcription.repository.ts';
import { createTranscriptionRoutes } from './transcription.routes.ts';
import { createTranscriptionService } from './transcription.service.ts';

export interface TranscriptionFeatureDeps {
  dataSource: DataSource;
  /** What the workers use, in words for people. */
  engine: AiDescription;
}

export function createTranscriptionFeature({ dataSource, engine }: TranscriptionFeatureDeps) {
  const service = createTranscriptionService({
    repository: createTranscriptionRepository(dataSource),
    engine: { name: engine.provider, description: engine.description },
  });
  return { routes: createTranscriptionRoutes(service) };
}
