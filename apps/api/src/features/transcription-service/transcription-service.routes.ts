import { defineRoute, type Route } from '../../http/route.ts';
import { serviceStatusSchema } from './transcription-service.schemas.ts';
import type { TranscriptionService } from './transcription-service.service.ts';

export function createTranscriptionServiceRoutes(service: TranscriptionService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/transcription/status',
      summary: 'Which engine transcribes, and how far the meetings are',
      tags: ['Background service'],
      auth: 'bearer',
      responses: { 200: { description: 'The state of things', schema: serviceStatusSchema } },
      handler: async ({ scope }) => ({ status: 200, body: await service.status(scope) }),
    }),
  ];
}
