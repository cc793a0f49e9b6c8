import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { requireMatch } from '../../http/entity-tag.ts';
import { meetInPrefixes } from '../../http/prefixes.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  diffQuerySchema,
  diffSchema,
  minutesSchema,
  versionContentSchema,
  versionParamsSchema,
  versionsSchema,
  whichQuerySchema,
} from './minutes.schemas.ts';
import { changedMeanwhile, path } from './minutes.routes.ts';
import type { MinutesService } from './minutes.service.ts';
import type { VersionsService } from './versions.service.ts';

const common = {
  tags: ['Minutes'],
  auth: 'bearer' as const,
  workspace: { meeting: 'meeting_id' as const },
  prefixes: meetInPrefixes,
};

export interface VersionsParts {
  minutes: MinutesService;
  versions: VersionsService;
}

export function createVersionsRoutes({ minutes, versions }: VersionsParts): Route[] {
  return [
    defineRoute({
      ...common,
      method: 'get',
      path: `${path}/versions/`,
      allow: 'meeting.read_history',
      summary: 'What minutes said before',
      params: meetingParamsSchema,
      query: whichQuerySchema,
      responses: {
        200: { description: 'Their versions, the newest first', schema: versionsSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        body: await versions.list(scope, { meetingId: params.meeting_id, minutesId: query.id }),
      }),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${path}/versions/:version`,
      allow: 'meeting.read_history',
      summary: 'One version of minutes',
      params: versionParamsSchema,
      query: whichQuerySchema,
      responses: {
        200: { description: 'What it says', schema: versionContentSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        body: await versions.get(scope, oneOf(params, query)),
      }),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${path}/versions/:version/diff`,
      allow: 'meeting.read_history',
      summary: 'What a version changed, statement by statement',
      params: versionParamsSchema,
      query: diffQuerySchema,
      responses: {
        200: { description: 'The statements of both', schema: diffSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        body: await versions.diff(scope, oneOf(params, query), query.against),
      }),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${path}/versions/:version/restore`,
      idempotency: { needless: 'what is shown already is refused' },
      allow: 'minutes.edit',
      summary: 'Bring a version of minutes back, or accept the one that is proposed',
      description: `Its words are shown as a new version; those that came after it stay. \`If-Match\` as for writing.`,
      params: versionParamsSchema,
      query: whichQuerySchema,
      responses: {
        200: { description: 'What is shown of the minutes now', schema: minutesSchema },
        404: noSuchMeeting,
        409: {
          description: 'It is what is shown',
          example: { detail: 'Version 2 is what is shown already.' },
        },
        412: changedMeanwhile,
      },
      handler: async ({ scope, params, query, req }) => {
        const one = oneOf(params, query);
        await versions.restore(scope, one, (tag) => requireMatch(req, tag));
        const { body, tag } = await minutes.read(scope, one);
        return { status: 200, headers: { ETag: tag }, body };
      },
    }),
  ];
}

const oneOf = (
  { meeting_id: meetingId, version }: { meeting_id: string; version: number },
  { id: minutesId }: { id?: string | undefined },
) => ({ meetingId, minutesId, version });
