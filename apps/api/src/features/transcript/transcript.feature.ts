import type { Database } from '@memo/entities';
import { createTranscriptEdits, createTranscripts } from '@memo/meetings';
import type { Feature } from '../../feature.ts';
import { createEditRoutes } from './edit.routes.ts';
import { createTranscriptRoutes } from './transcript.routes.ts';
import { createTranscriptService, type TranscriptDeps } from './transcript.service.ts';

export interface TranscriptFeatureDeps extends Omit<TranscriptDeps, 'reader' | 'edits'> {
  database: Database;
}

/** What was said in a meeting, read in pages and mended. */
export function createTranscriptFeature({ database, ...deps }: TranscriptFeatureDeps): Feature {
  const service = createTranscriptService({
    reader: createTranscripts(database),
    edits: createTranscriptEdits(database),
    ...deps,
  });
  return { routes: [...createTranscriptRoutes(service), ...createEditRoutes(service)] };
}
