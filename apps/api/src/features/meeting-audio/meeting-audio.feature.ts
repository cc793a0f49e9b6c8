import type { Database } from '@memo/entities';
import type { Logger } from '@memo/logging';
import type { ObjectStorage } from '@memo/storage';
import type { Redis } from 'ioredis';
import type { Feature } from '../../feature.ts';
import { createMeetingAudioRoutes } from './meeting-audio.routes.ts';
import { createMeetingAudioService } from './meeting-audio.service.ts';
import { createSigningTimes } from './signing-times.ts';

export interface MeetingAudioFeatureDeps {
  database: Database;
  storage: ObjectStorage;
  redis: Redis;
  logger: Logger;
}

export function createMeetingAudioFeature(deps: MeetingAudioFeatureDeps): Feature {
  const { database, storage, redis, logger } = deps;
  const service = createMeetingAudioService({
    database,
    storage,
    signingTimes: createSigningTimes(redis, logger),
  });
  return { routes: createMeetingAudioRoutes(service) };
}
