import { meetInPrefixes } from '../../../http/prefixes.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { ownProfileChangesSchema, profileSchema } from './profile.schemas.ts';
import type { ProfileService } from './profile.service.ts';

const tags = ['Authentication'];
const prefixes = meetInPrefixes;

export function createProfileRoutes(service: ProfileService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/auth/profile',
      prefixes,
      summary: 'The signed-in user, with phone number and workspaces',
      tags,
      auth: 'bearer',
      allow: 'account.read',
      responses: { 200: { description: 'As `/auth/me`, and more', schema: profileSchema } },
      handler: async ({ scope }) => ({ status: 200, body: await service.read(scope) }),
    }),
    defineRoute({
      method: 'patch',
      path: '/auth/profile',
      prefixes,
      summary: 'Change one’s name or phone number',
      tags,
      auth: 'bearer',
      allow: 'account.change',
      body: ownProfileChangesSchema,
      responses: { 200: { description: 'The profile as it is now', schema: profileSchema } },
      handler: async ({ scope, body }) => ({
        status: 200,
        body: await service.change(scope, body),
      }),
    }),
  ];
}
