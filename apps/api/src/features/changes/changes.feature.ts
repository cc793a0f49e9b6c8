import type { DataSource } from 'typeorm';
import { createChangesRepository } from './changes.repository.ts';
import { createChangesRoutes } from './changes.routes.ts';
import { createChangesService } from './changes.service.ts';

/** What clients with a copy of their workspace sync by. */
export function createChangesFeature({ dataSource }: { dataSource: DataSource }) {
  const service = createChangesService({ repository: createChangesRepository(dataSource) });
  return { routes: createChangesRoutes(service) };
}
