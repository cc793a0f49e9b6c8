import type { Estimator } from '@memo/ai';
import type { DataSource } from 'typeorm';
import { createUsageRepository } from './usage.repository.ts';
import { createUsageRoutes } from './usage.routes.ts';
import { createUsageService } from './usage.service.ts';

export interface UsageFeatureDeps {
  dataSource: DataSource;
  estimator: Estimator;
}

/** What was spent on answers, and what is likely to be. */
export function createUsageFeature({ dataSource, estimator }: UsageFeatureDeps) {
  const repository = createUsageRepository(dataSource);
  return { routes: createUsageRoutes(createUsageService({ repository, estimator })) };
}
