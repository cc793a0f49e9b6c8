import type { Scope } from '@memo/entities';
import type { OverviewRepository } from './overview.repository.ts';
import type { Overview } from './overview.schemas.ts';
import { readPeriod, type PeriodQuery } from './period.ts';

export interface OverviewService {
  /** @throws InvalidInput for a period that runs back or is too long. */
  read(scope: Scope, query: PeriodQuery): Promise<Overview>;
}

export function createOverviewService(repository: OverviewRepository): OverviewService {
  return {
    read: async (scope, query) => {
      const period = readPeriod(query);
      const { from, to } = period;
      return { from, to, ...(await repository.read(scope, period)) };
    },
  };
}
