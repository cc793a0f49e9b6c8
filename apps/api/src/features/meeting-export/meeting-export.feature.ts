import type { ChildStarted } from '@memo/confine';
import type { Reads } from '@memo/entities';
import { createMeetingReader, type MeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { createMeetingExportRoutes } from './meeting-export.routes.ts';
import { createMeetingExportService } from './meeting-export.service.ts';
import { createRenderer } from './render/renderer.ts';

export interface MeetingExportFeatureDeps {
  reads: Reads;
  pipeline: Pick<Pipeline, 'progress'>;
  version: string;
  childStarted?: ChildStarted | undefined;
}

export function createMeetingExportFeature({
  reads,
  pipeline,
  version,
  childStarted,
}: MeetingExportFeatureDeps): Feature {
  const finished: MeetingReader['finished'] = (...wanted) =>
    reads((database) => createMeetingReader(database).finished(...wanted));
  const service = createMeetingExportService({
    reader: { finished },
    pipeline,
    render: createRenderer({ childStarted }),
    version,
  });
  return { routes: createMeetingExportRoutes(service) };
}
