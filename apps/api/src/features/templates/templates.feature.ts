import type { Database } from '@memo/entities';
import type { Feature } from '../../feature.ts';
import { createTemplatesCache, type TemplatesCacheDeps } from './templates.cache.ts';
import { createTemplatesRepository } from './templates.repository.ts';
import { createTemplatesRoutes } from './templates.routes.ts';
import { createTemplatesService, type TemplatesDeps } from './templates.service.ts';

export interface TemplatesFeatureDeps
  extends TemplatesCacheDeps, Omit<TemplatesDeps, 'repository' | 'cache'> {
  database: Database;
}

export function createTemplatesFeature(deps: TemplatesFeatureDeps): Feature {
  const { database, redis, logger, transact, audit } = deps;
  const service = createTemplatesService({
    repository: createTemplatesRepository(database),
    cache: createTemplatesCache({ redis, logger }),
    transact,
    audit,
  });
  return { routes: createTemplatesRoutes(service) };
}
