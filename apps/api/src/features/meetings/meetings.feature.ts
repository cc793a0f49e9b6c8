import type { DataSource } from 'typeorm';
import type { ReceiveUpload } from '../../upload/receive-upload.ts';
import { createListRepository } from './list/list.repository.ts';
import { createListRoutes } from './list/list.routes.ts';
import { createListService } from './list/list.service.ts';
import { createMeetingsRepository } from './meetings.repository.ts';
import { createMeetingsRoutes } from './meetings.routes.ts';
import { createMeetingsService, type MeetingsDeps } from './meetings.service.ts';
import { createSpeakerNamesRepository } from './speaker-names/speaker-names.repository.ts';
import { createSpeakerNamesRoutes } from './speaker-names/speaker-names.routes.ts';
import { createSpeakerNamesService } from './speaker-names/speaker-names.service.ts';

export interface MeetingsFeatureDeps extends Omit<MeetingsDeps, 'repository'> {
  dataSource: DataSource;
  receive: ReceiveUpload;
}

export function createMeetingsFeature({ dataSource, receive, ...deps }: MeetingsFeatureDeps) {
  const { transact, audit, pipeline } = deps;
  const meetings = createMeetingsService({
    repository: createMeetingsRepository(dataSource),
    ...deps,
  });
  const list = createListService({ repository: createListRepository(dataSource), pipeline });
  const speakerNames = createSpeakerNamesService({
    repository: createSpeakerNamesRepository(),
    transact,
    audit,
  });
  return {
    routes: [
      ...createMeetingsRoutes(meetings, receive),
      ...createListRoutes(list),
      ...createSpeakerNamesRoutes(speakerNames, meetings),
    ],
  };
}
