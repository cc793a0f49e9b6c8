import type { Database, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { createMappingRepository } from './mapping.repository.ts';
import { createMappingRoutes } from './mapping.routes.ts';
import { createMappingService } from './mapping.service.ts';
import { createProfilesRepository } from './profiles.repository.ts';
import { createProfilesRoutes } from './profiles.routes.ts';
import { createProfilesService } from './profiles.service.ts';
import { createSpeakersRepository } from './speakers.repository.ts';
import { createSpeakersRoutes } from './speakers.routes.ts';
import { createSpeakersService } from './speakers.service.ts';

export interface CrmFeatureDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  pipeline: Pick<Pipeline, 'progress'>;
}

/** Who speaks in the meetings, and which people of the workspace they are. */
export function createCrmFeature({ database, transact, audit, pipeline }: CrmFeatureDeps): Feature {
  const profiles = createProfilesRepository(database);
  const speakers = createSpeakersRepository(database);
  const mappings = createMappingRepository(database);
  return {
    routes: [
      ...createSpeakersRoutes(createSpeakersService({ speakers, profiles, pipeline })),
      ...createProfilesRoutes(createProfilesService({ profiles, transact, audit })),
      ...createMappingRoutes(createMappingService({ profiles, mappings, transact, audit })),
    ],
  };
}
