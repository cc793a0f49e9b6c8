import type { Database } from '@memo/entities';
import type { Feature } from '../../feature.ts';
import { createRecordingsRepository } from './recordings.repository.ts';
import { createRecordingsRoutes } from './recordings.routes.ts';
import { createRecordingsService, type RecordingsDeps } from './recordings.service.ts';

export interface RecordingsFeatureDeps extends Omit<RecordingsDeps, 'repository'> {
  database: Database;
}

export const createRecordingsFeature = ({ database, ...deps }: RecordingsFeatureDeps): Feature => ({
  routes: createRecordingsRoutes(
    createRecordingsService({ repository: createRecordingsRepository(database), ...deps }),
  ),
});
