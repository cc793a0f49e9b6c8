import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { defineRoute, type Route } from '../../http/route.ts';
import type { GenerationsService } from './generations.service.ts';
import { generationParamsSchema, generationsSchema, reprocessSchema } from './reprocess.schemas.ts';
import type { ReprocessMeeting } from './reprocess.service.ts';
import type { ReadRetried } from './retried.ts';
import { retriedSchema } from './transcription.schemas.ts';

const common = {
  tags: ['Transcription'],
  auth: 'bearer' as const,
  workspace: { meeting: 'meeting_id' as const },
};

export interface ReprocessParts {
  reprocessMeeting: ReprocessMeeting;
  readRetried: ReadRetried;
  generations: GenerationsService;
}

export function createReprocessRoutes(parts: ReprocessParts): Route[] {
  const { reprocessMeeting, readRetried, generations } = parts;
  return [
    defineRoute({
      ...common,
      method: 'post',
      path: '/meetings/:meeting_id/reprocess',
      idempotency: { status: 202, replay: (scope, id) => readRetried(scope, id) },
      allow: 'meeting.process',
      summary: 'Make a meeting anew, with another engine, other languages or another template',
      description: `Begins a new generation beside the one that is shown, and takes over what comes before \`from\`. Its
\`status\` is PROCESSING meanwhile; transcript, note and metrics stay as they are until the new transcript and its note
are there together. Where that fails they stay for good, and \`reprocess_error\` says why. What was shown is kept, and can
be brought back.

What is not given stays as the meeting has it; the engine is the usual one. A question that was asked before in the same
words of the same engine is not paid for again. Names that people gave to speakers stay with who spoke then.`,
      params: meetingParamsSchema,
      body: reprocessSchema,
      responses: {
        202: { description: 'It is queued', schema: retriedSchema },
        404: noSuchMeeting,
        409: {
          description:
            'It was never COMPLETED, runs again already, or what it would be made of is not stored any more',
          example: {
            detail:
              'This meeting runs again already, and its transcript stays readable meanwhile. Wait until its status is COMPLETED; reprocess it then.',
          },
        },
      },
      handler: async ({ scope, params, body, once }) => ({
        status: 202,
        body: await reprocessMeeting(scope, params.meeting_id, body, once.keep),
      }),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: '/meetings/:meeting_id/generations',
      allow: 'meeting.read_history',
      summary: 'What was made of a meeting, each time it was made',
      description: `The twenty that were shown last are kept, and can be brought back; of those that came to nothing the
last twenty are told. When another is begun, older ones go; the one that is shown never does.`,
      params: meetingParamsSchema,
      responses: {
        200: { description: 'Its generations, the newest first', schema: generationsSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await generations.list(scope, params.meeting_id),
      }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: '/meetings/:meeting_id/generations/:generation/restore',
      idempotency: { needless: 'what is shown already is refused' },
      allow: 'meeting.process',
      summary: 'Bring an earlier generation of a meeting back',
      description: `Transcript, speakers, note and metrics are as they were when another generation took their place; a
speaker who had no name then has the one that was given since to who spoke then. What is shown now is kept, and can be
brought back the same way. The dashboard is told.`,
      params: generationParamsSchema,
      responses: {
        200: { description: 'It is shown', schema: generationsSchema },
        404: noSuchMeeting,
        409: {
          description:
            'It is shown already, nothing came of it, another is being made, or its delivery is just being ended',
          example: { detail: 'Generation 2 is what is shown already.' },
        },
      },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await generations.restore(scope, params.meeting_id, params.generation),
      }),
    }),
  ];
}
