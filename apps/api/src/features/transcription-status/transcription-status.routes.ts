import { defineRoute, type Route } from '../../http/route.ts';
import { transcriptionStatusSchema } from './transcription-status.schemas.ts';
import type { TranscriptionStatusService } from './transcription-status.service.ts';

export function createTranscriptionStatusRoutes(service: TranscriptionStatusService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/meetings/transcription/status',
      summary: 'Which engine transcribes, and how far the meetings are',
      tags: ['Transcription'],
      auth: 'bearer',
      responses: { 200: { description: 'The state of things', schema: transcriptionStatusSchema } },
      handler: async ({ scope }) => ({ status: 200, body: await service.status(scope) }),
    }),
  ];
}
