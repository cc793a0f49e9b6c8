import type { Database } from '@memo/entities';
import { createMinutesStore } from '@memo/meetings';
import type { Feature } from '../../feature.ts';
import { createGenerateMany } from './bulk.service.ts';
import { createGenerateMinutes, type GenerateDeps } from './generate.service.ts';
import { createMinutesRoutes } from './minutes.routes.ts';
import { createMinutesService, type MinutesDeps } from './minutes.service.ts';
import { findTemplate } from './minutes.sql.ts';
import { createReadMinutes, type ReadMinutesDeps } from './read-minutes.ts';
import { createVersionsRoutes } from './versions.routes.ts';
import { createVersionsService } from './versions.service.ts';

export interface MinutesFeatureDeps
  extends
    Omit<MinutesDeps, 'store' | 'read' | 'pipeline'>,
    Omit<GenerateDeps, 'store' | 'hasTemplate' | 'pipeline'> {
  database: Database;
  reader: ReadMinutesDeps['reader'];
  pipeline: MinutesDeps['pipeline'] & GenerateDeps['pipeline'];
}

export function createMinutesFeature(deps: MinutesFeatureDeps): Feature {
  const { database } = deps;
  const store = createMinutesStore(database);
  const parts = { ...deps, store, read: createReadMinutes({ store, reader: deps.reader }) };
  const minutes = createMinutesService(parts);
  const generating = createGenerateMinutes({
    ...parts,
    hasTemplate: async (scope, id) =>
      (await database.rows(scope).first(findTemplate, { id })) !== null,
  });
  return {
    routes: [
      ...createMinutesRoutes({
        minutes,
        generating,
        generateMany: createGenerateMany(generating, database),
      }),
      ...createVersionsRoutes({ minutes, versions: createVersionsService(parts) }),
    ],
  };
}
