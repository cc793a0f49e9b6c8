import { defineRoute, type Route } from '../../http/route.ts';
import { mappedSchema, mappingSchema, unmappedSchema, unmappingSchema } from './mapping.schemas.ts';
import { labelInSeveral, type MappingService } from './mapping.service.ts';
import { profileParamsSchema } from './profiles.schemas.ts';
import { crmRoute } from './route-parts.ts';

const notThere = {
  404: {
    description: 'There is no such profile, meeting or speaker in the workspace',
    example: {
      detail:
        'No speaker is called "Speaker9" in any of your meetings. Use a name as GET /crm/speakers shows it.',
    },
  },
};

export function createMappingRoutes(service: MappingService): Route[] {
  return [
    defineRoute({
      ...crmRoute,
      method: 'post',
      path: '/speaker-profiles/:profile_id/map',
      contract: true,
      idempotency: { needless: 'mapping again changes nothing' },
      allow: 'speaker.change',
      summary: 'Say who a speaker is, in one meeting or in all of them',
      description: `Speakers are named as they are displayed. A name somebody gave is mapped in every meeting that has it. A
label nobody chose, such as \`Speaker1\`, is somebody else in each meeting: where several have it, \`meeting_id\` or
\`all_meetings: true\` says which are meant.

One who has another profile moves to this one; mapping again changes nothing. Meetings recorded later are not mapped.`,
      params: profileParamsSchema,
      body: mappingSchema,
      responses: {
        200: { description: 'The speaker has the profile', schema: mappedSchema },
        ...notThere,
        409: {
          description: 'The label is in several meetings; nothing was mapped',
          example: { detail: labelInSeveral('Speaker1', 2_012).message },
        },
      },
      handler: async ({ scope, params, body }) => ({
        status: 200,
        body: await service.map(scope, params.profile_id, body),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'post',
      path: '/speaker-profiles/:profile_id/unmap',
      idempotency: { needless: 'unmapping again changes nothing' },
      allow: 'speaker.change',
      summary: 'Take a profile off a speaker, in one meeting or in all of them',
      description: 'Speakers who have another profile keep it.',
      params: profileParamsSchema,
      body: unmappingSchema,
      responses: {
        200: { description: 'The speaker does not have the profile', schema: unmappedSchema },
        ...notThere,
      },
      handler: async ({ scope, params, body }) => ({
        status: 200,
        body: await service.unmap(scope, params.profile_id, body),
      }),
    }),
  ];
}
