import { createMeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { DataSource } from 'typeorm';
import type { Feature } from '../../feature.ts';
import { createMeetingExportRoutes } from './meeting-export.routes.ts';
import { createMeetingExportService } from './meeting-export.service.ts';
import { createRenderer } from './render/renderer.ts';

export interface MeetingExportFeatureDeps {
  dataSource: DataSource;
  pipeline: Pick<Pipeline, 'progress'>;
}

export function createMeetingExportFeature({
  dataSource,
  pipeline,
}: MeetingExportFeatureDeps): Feature {
  const service = createMeetingExportService({
    reader: createMeetingReader(dataSource),
    pipeline,
    render: createRenderer(),
  });
  return { routes: createMeetingExportRoutes(service) };
}
