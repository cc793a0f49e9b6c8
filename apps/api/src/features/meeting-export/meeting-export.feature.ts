import type { Database } from '@memo/entities';
import { createMeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { createMeetingExportRoutes } from './meeting-export.routes.ts';
import { createMeetingExportService } from './meeting-export.service.ts';
import { createRenderer } from './render/renderer.ts';

export interface MeetingExportFeatureDeps {
  database: Database;
  pipeline: Pick<Pipeline, 'progress'>;
}

export function createMeetingExportFeature({
  database,
  pipeline,
}: MeetingExportFeatureDeps): Feature {
  const service = createMeetingExportService({
    reader: createMeetingReader(database),
    pipeline,
    render: createRenderer(),
  });
  return { routes: createMeetingExportRoutes(service) };
}
