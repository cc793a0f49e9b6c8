import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ReadRetried } from './retried.ts';
import type { RetryMeeting } from './retry.service.ts';
import type { ReadStatus } from './status.service.ts';
import {
  processedSchema,
  restartedSchema,
  retriedSchema,
  startedSchema,
  transcriptionStatusSchema,
} from './transcription.schemas.ts';
import type { TranscriptionService } from './transcription.service.ts';

const common = { tags: ['Transcription'], auth: 'bearer' as const };

export interface TranscriptionParts {
  service: TranscriptionService;
  readStatus: ReadStatus;
  retryMeeting: RetryMeeting;
  readRetried: ReadRetried;
}

export function createTranscriptionRoutes(parts: TranscriptionParts): Route[] {
  const { service, readStatus, retryMeeting, readRetried } = parts;
  return [
    defineRoute({
      ...common,
      method: 'get',
      path: '/meetings/transcription/status',
      contract: true,
      allow: 'meetings.list',
      summary: "How the queues, the workers and the caller's meetings are",
      description:
        'Answers also while the queues do not: `reachable` is false then, and `queues` null.',
      responses: { 200: { description: 'The state of things', schema: transcriptionStatusSchema } },
      handler: async ({ scope }) => ({ status: 200, body: await readStatus(scope) }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: '/meetings/transcription/start-background',
      contract: true,
      idempotency: { needless: 'what is queued is not queued twice' },
      allow: 'meeting.process',
      summary: 'See whether recordings are being transcribed',
      description: `The workers take uploads by themselves, so nothing has to be started and nothing can be stopped.
Meetings of the caller that are stuck are queued again on the way.`,
      responses: { 200: { description: 'The state of things', schema: startedSchema } },
      handler: async ({ scope }) => ({ status: 200, body: await service.start(scope) }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: '/meetings/transcription/process-all',
      contract: true,
      idempotency: { needless: 'what is queued is not queued twice' },
      allow: 'meeting.process',
      summary: "Queue the caller's own meetings that wait or have failed",
      description: 'Safe to repeat: what is queued already is not queued twice.',
      responses: {
        200: { description: 'How many are queued', schema: processedSchema },
      },
      handler: async ({ scope }) => ({ status: 200, body: await service.processAll(scope) }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: '/meetings/transcription/restart-background',
      contract: true,
      idempotency: { needless: 'what is queued is not queued twice' },
      allow: 'meeting.process',
      summary: "Queue again what is stuck of the caller's own meetings",
      description:
        'Stuck is what waits without a place in a queue, or was left by a worker that vanished.',
      responses: {
        200: { description: 'How much was stuck', schema: restartedSchema },
      },
      handler: async ({ scope }) => ({ status: 200, body: await service.restart(scope) }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: '/meetings/:meeting_id/retry',
      idempotency: { status: 202, replay: (scope, id) => readRetried(scope, id) },
      allow: 'meeting.process',
      workspace: { meeting: 'meeting_id' },
      summary: 'Run again what failed of a meeting, and fill the gaps of its transcript',
      description: `Only the stages that failed run again; what they had asked of the AI before and got answered is not paid
for again. Metrics and the delivery to the dashboard are retried by themselves, too: a meeting can be COMPLETED and have
a failed \`analytics_status\` or \`dashboard_status\`.

Of a COMPLETED meeting whose \`coverage\` has gaps, those that are not \`missing_from_file\` are asked about again, and
nothing else. Its \`status\` is PROCESSING meanwhile; transcript and note stay as they are until the new ones are there
together. Where no more is understood, or a stage fails, they stay for good, and \`reprocess_error\` says why.`,
      params: meetingParamsSchema,
      responses: {
        202: { description: 'It is queued', schema: retriedSchema },
        404: noSuchMeeting,
        409: {
          description:
            'Nothing of it has failed and no gap can be filled, it runs again already, or its recording is not there yet',
          example: {
            detail:
              'Nothing of this meeting has failed and its transcript has no known gaps, so there is nothing to retry: its status is COMPLETED, its analytics are COMPLETED and its dashboard delivery is DELIVERED.',
          },
        },
      },
      handler: async ({ scope, params, once }) => ({
        status: 202,
        body: await retryMeeting(scope, params.meeting_id, once.keep),
      }),
    }),
  ];
}
