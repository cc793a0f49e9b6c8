import type { Database } from '@memo/entities';
import type { Feature } from '../../feature.ts';
import { createChangesRepository, type Seal } from './changes.repository.ts';
import { createChangesRoutes } from './changes.routes.ts';
import { createChangesService } from './changes.service.ts';

export interface ChangesFeatureDeps {
  database: Database;
  seal: Seal;
}

/** What clients with a copy of their workspace sync by. */
export function createChangesFeature({ database, seal }: ChangesFeatureDeps): Feature {
  const repository = createChangesRepository(database, seal);
  return { routes: createChangesRoutes(createChangesService({ repository })) };
}
