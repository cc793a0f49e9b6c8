import type { Estimator } from '@memo/ai';
import type { Database } from '@memo/entities';
import type { Feature } from '../../feature.ts';
import { createUsageRepository } from './usage.repository.ts';
import { createUsageRoutes } from './usage.routes.ts';
import { createUsageService } from './usage.service.ts';

export interface UsageFeatureDeps {
  database: Database;
  estimator: Estimator;
}

/** What was spent on answers, and what is likely to be. */
export function createUsageFeature({ database, estimator }: UsageFeatureDeps): Feature {
  const repository = createUsageRepository(database);
  return { routes: createUsageRoutes(createUsageService({ repository, estimator })) };
}
