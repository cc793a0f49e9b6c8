import type { ChildStarted } from '@memo/confine';
import type { MeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { createMeetingExportRoutes } from './meeting-export.routes.ts';
import { createMeetingExportService } from './meeting-export.service.ts';
import { createRenderer } from './render/renderer.ts';

export interface MeetingExportFeatureDeps {
  reader: MeetingReader;
  pipeline: Pick<Pipeline, 'progress'>;
  version: string;
  childStarted?: ChildStarted | undefined;
}

export function createMeetingExportFeature({
  reader,
  pipeline,
  version,
  childStarted,
}: MeetingExportFeatureDeps): Feature {
  const service = createMeetingExportService({
    reader,
    pipeline,
    render: createRenderer({ childStarted }),
    version,
  });
  return { routes: createMeetingExportRoutes(service) };
}
