import type { Database } from '@memo/entities';
import type { DataSource } from 'typeorm';
import type { Feature } from '../../feature.ts';
import { createChangesRepository } from './changes.repository.ts';
import { createChangesRoutes } from './changes.routes.ts';
import { createChangesService } from './changes.service.ts';

export interface ChangesFeatureDeps {
  dataSource: DataSource;
  database: Database;
}

/** What clients with a copy of their workspace sync by. */
export function createChangesFeature({ dataSource, database }: ChangesFeatureDeps): Feature {
  const repository = createChangesRepository(dataSource, database);
  return { routes: createChangesRoutes(createChangesService({ repository })) };
}
