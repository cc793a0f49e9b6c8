import type { Access } from '@memo/access';
import type { Logger } from '@memo/logging';
import type { MeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { createFindRefusals } from './find-refusals.ts';
import { createMeetingEventsRoutes, meetingEventsPermission } from './meeting-events.routes.ts';
import { createMeetingEventsService } from './meeting-events.service.ts';
import { createReadStates } from './meeting-states.ts';
import { createMeetingWatch } from './meeting-watch.ts';

export interface MeetingEventsFeatureDeps {
  access: Pick<Access, 'identifyAll'>;
  reader: MeetingReader;
  pipeline: Pick<Pipeline, 'progressOfWatched'>;
  logger: Logger;
  /** In ms. */
  pollEveryMs?: number;
  heartbeatMs?: number;
  lifetimeMs?: number;
}

export function createMeetingEventsFeature({
  access,
  reader,
  pipeline,
  logger,
  pollEveryMs = 500,
  heartbeatMs = 15_000,
  lifetimeMs = 15 * 60_000,
}: MeetingEventsFeatureDeps): Feature {
  const readStates = createReadStates(reader, pipeline);
  const watch = createMeetingWatch({
    ...{ read: readStates, everyMs: pollEveryMs, logger },
    findRefusals: createFindRefusals(access, meetingEventsPermission),
  });
  const service = createMeetingEventsService({ readStates, watch, heartbeatMs, lifetimeMs });
  return {
    routes: createMeetingEventsRoutes(service),
    // Streams would go on for as long as a client listens.
    drain: () => service.stop(),
  };
}
