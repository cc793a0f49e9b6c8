import { defineRoute, type Route } from '../../http/route.ts';
import {
  newProfileSchema,
  profileChangesSchema,
  profilePageSchema,
  profileParamsSchema,
  profileSchema,
  profilesQuerySchema,
} from './profiles.schemas.ts';
import type { ProfilesService } from './profiles.service.ts';
import { crmRoute, profileNotThere } from './route-parts.ts';

export function createProfilesRoutes(service: ProfilesService): Route[] {
  return [
    defineRoute({
      ...crmRoute,
      method: 'get',
      path: '/speaker-profiles',
      contract: true,
      allow: 'speaker.read',
      summary: 'The people the workspace knows, by last name',
      query: profilesQuerySchema,
      responses: { 200: { description: 'One page', schema: profilePageSchema } },
      handler: async ({ scope, query }) => ({
        status: 200,
        body: await service.list(scope, query),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'post',
      path: '/speaker-profiles',
      contract: true,
      idempotency: { status: 201, replay: (scope, id) => service.get(scope, id) },
      allow: 'speaker.change',
      summary: 'Write down a person',
      body: newProfileSchema,
      responses: {
        201: { description: 'The new profile', schema: profileSchema },
      },
      handler: async ({ scope, body, once }) => ({
        status: 201,
        body: await service.create(scope, body, once.keep),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'get',
      path: '/speaker-profiles/:profile_id',
      allow: 'speaker.read',
      summary: 'One profile',
      params: profileParamsSchema,
      responses: { 200: { description: 'The profile', schema: profileSchema }, ...profileNotThere },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await service.get(scope, params.profile_id),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'put',
      path: '/speaker-profiles/:profile_id',
      allow: 'speaker.change',
      summary: 'Change a profile; fields that are left out stay as they are',
      params: profileParamsSchema,
      body: profileChangesSchema,
      responses: {
        200: { description: 'The changed profile', schema: profileSchema },
        ...profileNotThere,
      },
      handler: async ({ scope, params, body }) => ({
        status: 200,
        body: await service.update(scope, params.profile_id, body),
      }),
    }),
    defineRoute({
      ...crmRoute,
      method: 'delete',
      path: '/speaker-profiles/:profile_id',
      allow: 'speaker.change',
      summary: 'Delete a profile; its speakers stay, without a profile',
      params: profileParamsSchema,
      responses: { 204: { description: 'Deleted' }, ...profileNotThere },
      handler: async ({ scope, params }) => {
        await service.delete(scope, params.profile_id);
        return { status: 204 };
      },
    }),
  ];
}
