import { defineRoute, type Route } from '../../http/route.ts';
import { transcriptionStatusSchema } from './transcription.schemas.ts';
import type { TranscriptionService } from './transcription.service.ts';

export function createTranscriptionRoutes(service: TranscriptionService): Route[] {
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
