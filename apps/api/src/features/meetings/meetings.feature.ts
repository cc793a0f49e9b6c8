import { createMeetingsRepository } from './meetings.repository.ts';
import { createMeetingsRoutes } from './meetings.routes.ts';
import { createMeetingsService, type MeetingsDeps } from './meetings.service.ts';
import type { ReceiveUpload } from '../../upload/receive-upload.ts';
import type { DataSource } from 'typeorm';

export interface MeetingsFeatureDeps extends Omit<MeetingsDeps, 'repository'> {
  dataSource: DataSource;
  receive: ReceiveUpload;
}

export function createMeetingsFeature({ dataSource, receive, ...deps }: MeetingsFeatureDeps) {
  const service = createMeetingsService({
    repository: createMeetingsRepository(dataSource),
    ...deps,
  });
  return { routes: createMeetingsRoutes(service, receive) };
}
