import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { requireMatch } from '../../http/entity-tag.ts';
import { meetInPrefixes } from '../../http/prefixes.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { GenerateMany } from './bulk.service.ts';
import { bulkAnswerSchema, bulkSchema, generateSchema } from './generate.schemas.ts';
import type { GenerateMinutes } from './generate.service.ts';
import { editSchema, generatedSchema, minutesSchema, whichQuerySchema } from './minutes.schemas.ts';
import type { MinutesService } from './minutes.service.ts';

const tags = ['Minutes'];
const common = {
  tags,
  auth: 'bearer' as const,
  workspace: { meeting: 'meeting_id' as const },
  prefixes: meetInPrefixes,
  params: meetingParamsSchema,
};

export const path = '/transcription/meetings/:meeting_id/minutes';

export const changedMeanwhile = {
  description: 'They are not what `If-Match` names any more',
  example: {
    detail:
      'Somebody changed this since you read it. Read it again, and make your change to what it is now.',
  },
};

export interface MinutesParts {
  minutes: MinutesService;
  generating: GenerateMinutes;
  generateMany: GenerateMany;
}

export function createMinutesRoutes({ minutes, generating, generateMany }: MinutesParts): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'post',
      path: `${path}/generate/`,
      idempotency: {
        status: 202,
        replay: (scope, id, params) => generating.readGenerated(scope, params.meeting_id, id),
      },
      allow: 'minutes.generate',
      summary: 'Have minutes of a meeting made',
      description: `Of its transcript as people have edited it; nothing is transcribed again. Minutes are told apart by
template, language and audience: those that have what is sent are made anew, else others beside them. Without any of the
three it is the first ones, which are the note of the meeting.

What a person wrote stays what is shown, unless \`replace_edits\` says otherwise: what is made waits as
\`proposed_version\`, and is accepted by restoring it. Action items that a person touched are never changed. A question that was asked
before in the same words is not paid for again.`,
      body: generateSchema,
      bodyOptional: true,
      responses: {
        202: {
          description: 'They are queued; `status` says how far they are',
          schema: generatedSchema,
        },
        404: noSuchMeeting,
        409: {
          description: 'It has no transcript, or too many minutes',
          example: {
            detail:
              'This meeting has no finished transcript yet. Have minutes made once its status is COMPLETED.',
          },
        },
      },
      handler: async ({ scope, params, body, once }) => ({
        status: 202,
        body: await generating.generate(scope, params.meeting_id, body, once.keep),
      }),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${path}/`,
      allow: 'meeting.read',
      summary: 'Minutes of a meeting, statement by statement',
      query: whichQuerySchema,
      responses: {
        200: { description: 'What is shown of them', schema: minutesSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params, query }) => {
        const which = { meetingId: params.meeting_id, minutesId: query.id };
        const { body, tag } = await minutes.read(scope, which);
        return { status: 200, headers: { ETag: tag }, body };
      },
    }),
    defineRoute({
      ...common,
      method: 'patch',
      path: `${path}/`,
      allow: 'minutes.edit',
      summary: 'Write in minutes',
      description: `Makes a new version and shows it; those before it stay. A statement that is sent as it was read keeps
what it rests on. In the first minutes it shows in the meeting, its exports and, a minute later, the dashboard.
\`If-Match\` with the \`ETag\` of what was read refuses to write over what somebody else wrote since.`,
      query: whichQuerySchema,
      body: editSchema,
      responses: {
        200: { description: 'What is shown of them now', schema: minutesSchema },
        404: noSuchMeeting,
        409: {
          description: 'They are still being made for the first time',
          example: {
            detail: 'These minutes are still being made. Come back once they are there.',
          },
        },
        412: changedMeanwhile,
      },
      handler: async ({ scope, params, query, body, req }) => {
        const which = { meetingId: params.meeting_id, minutesId: query.id };
        const edited = await minutes.edit(scope, which, body, (tag) => requireMatch(req, tag));
        return { status: 200, headers: { ETag: edited.tag }, body: edited.body };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/meetings/bulk',
      tags,
      auth: 'bearer',
      prefixes: meetInPrefixes,
      idempotency: {
        needless: 'minutes that were just asked for are asked for again, and made once',
      },
      allow: 'minutes.generate',
      summary: 'Have minutes of many meetings made anew',
      description:
        'As `POST /transcription/meetings/{id}/minutes/generate/` for each of them, with an answer for each.',
      body: bulkSchema,
      responses: {
        200: { description: 'What became of each', schema: bulkAnswerSchema },
        404: {
          description: 'There is no such template',
          example: { detail: 'Template not found' },
        },
      },
      handler: async ({ scope, body }) => ({ status: 200, body: await generateMany(scope, body) }),
    }),
  ];
}
