import type { Database, Reads } from '@memo/entities';
import type { Intake, MeetingReader } from '@memo/meetings';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import type { Feature } from '../../feature.ts';
import type { Uploads } from '../../upload/uploads.ts';
import { createListRepository } from './list/list.repository.ts';
import { createListRoutes } from './list/list.routes.ts';
import { createListService } from './list/list.service.ts';
import { createTotals } from './list/totals.ts';
import { createMeetInRoutes } from './meet-in/meet-in.routes.ts';
import { createMeetingsRepository } from './meetings.repository.ts';
import { createMeetingsRoutes } from './meetings.routes.ts';
import { createMeetingsService, type MeetingsDeps } from './meetings.service.ts';
import { purgeDeleted } from './purge-deleted.ts';
import { createSpeakerNamesRepository } from './speaker-names/speaker-names.repository.ts';
import { createSpeakerNamesRoutes } from './speaker-names/speaker-names.routes.ts';
import { createSpeakerNamesService } from './speaker-names/speaker-names.service.ts';
import { createVisibilityRoutes } from './visibility/visibility.routes.ts';
import { createVisibilityService } from './visibility/visibility.service.ts';

export interface MeetingsFeatureDeps extends Omit<
  MeetingsDeps,
  'repository' | 'reader' | 'intake'
> {
  database: Database;
  /** For the list. */
  reads: Reads;
  reader: MeetingReader;
  intake: Pick<Intake, 'create' | 'dropStale'>;
  uploads: Uploads;
}

export function createMeetingsFeature(all: MeetingsFeatureDeps): Feature {
  const { database, reads, reader, uploads, ...deps } = all;
  const { transact, audit, recordEvent, intake, pipeline, storage, keys } = deps;
  const meetings = createMeetingsService({
    reader,
    repository: createMeetingsRepository(database),
    ...deps,
  });
  const list = createListService({
    repository: createListRepository(reads, createTotals()),
    pipeline,
  });
  const speakerNames = createSpeakerNamesService({
    repository: createSpeakerNamesRepository(database, reader),
    transact,
    audit,
    recordEvent,
  });
  const visibility = createVisibilityService({ database, transact, audit, recordEvent });
  return {
    routes: [
      ...createMeetingsRoutes(meetings, uploads.receive),
      ...createListRoutes(list),
      ...createMeetInRoutes(meetings, list),
      ...createSpeakerNamesRoutes(speakerNames, meetings),
      ...createVisibilityRoutes(visibility, meetings),
    ],
    sweeps: {
      dropStaleRecordings: { everyMs: sweepEveryMs, run: () => intake.dropStale() },
      purgeDeleted: {
        everyMs: sweepEveryMs,
        run: () => purgeDeleted({ database, storage, keys }),
      },
    },
    // Connections that were cut at the end of the grace leave half uploads to abort.
    close: () => uploads.settled(),
  };
}
