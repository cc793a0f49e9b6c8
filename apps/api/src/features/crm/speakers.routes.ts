import { defineRoute, type Route } from '../../http/route.ts';
import { profileParamsSchema } from './profiles.schemas.ts';
import { crmRoute, profileNotThere } from './route-parts.ts';
import {
  historyQuerySchema,
  meetingPageSchema,
  speakerListSchema,
  speakerParamsSchema,
  speakersQuerySchema,
} from './speakers.schemas.ts';
import type { SpeakersService } from './speakers.service.ts';

export function createSpeakersRoutes(service: SpeakersService): Route[] {
  return [
    defineRoute({
      ...crmRoute,
      method: 'get',
      path: '/speakers',
      contract: true,
      allow: 'speaker.read',
      summary: 'Everyone who speaks in the meetings of the workspace, most meetings first',
      description:
        'One entry for each name and profile: a label such as `Speaker1` that has a profile in some meetings and none in others is listed twice.',
      query: speakersQuerySchema,
      responses: { 200: { description: 'The speakers', schema: speakerListSchema } },
      handler: async ({ scope, query }) => ({
        status: 200,
        body: await service.list(scope, query),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'get',
      path: '/speakers/:speaker_name/meetings',
      contract: true,
      allow: 'speaker.read',
      summary: 'The meetings in which someone of this name speaks, newest first',
      description:
        'The name exactly as it is displayed, percent-encoded. A name nobody has gives an empty page.',
      params: speakerParamsSchema,
      query: historyQuerySchema,
      responses: { 200: { description: 'One page', schema: meetingPageSchema } },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        body: await service.meetingsOfName(scope, params.speaker_name, query),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'get',
      path: '/speaker-profiles/:profile_id/meetings',
      allow: 'speaker.read',
      summary: 'The meetings in which this person speaks, newest first',
      params: profileParamsSchema,
      query: historyQuerySchema,
      responses: {
        200: { description: 'One page', schema: meetingPageSchema },
        ...profileNotThere,
      },
      handler: async ({ scope, params, query }) => ({
        status: 200,
        body: await service.meetingsOfProfile(scope, params.profile_id, query),
      }),
    }),
  ];
}
