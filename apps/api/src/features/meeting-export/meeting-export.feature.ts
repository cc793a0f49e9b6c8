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
}

export function createMeetingExportFeature({
  reader,
  pipeline,
  version,
}: MeetingExportFeatureDeps): Feature {
  const service = createMeetingExportService({
    reader,
    pipeline,
    render: createRenderer(),
    version,
  });
  return { routes: createMeetingExportRoutes(service) };
}
