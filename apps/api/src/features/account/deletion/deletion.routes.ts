import { defineRoute, type Route } from '../../../http/route.ts';
import type { ProveSelf } from '../prove.ts';
import { deletedSchema, deletionSchema } from './deletion.schemas.ts';
import { otherAddressDetail, type DeletionService } from './deletion.service.ts';

export function createDeletionRoutes(service: DeletionService, prove: ProveSelf): Route[] {
  return [
    defineRoute({
      method: 'delete',
      path: '/auth/account',
      summary: 'Delete one’s own account, with everything in it',
      description: `Signs the person out everywhere at once. Until \`restorable_until\` signing in brings everything back.
After that their workspace goes for good, with every meeting, recording and profile in it, and so does a workspace where
nobody else works. What they made in workspaces of others stays there, of a “Former member”; their private meetings go.`,
      tags: ['Authentication'],
      auth: 'bearer',
      allow: 'account.change',
      body: deletionSchema,
      responses: {
        200: { description: 'Deleted, and until when it can be restored', schema: deletedSchema },
        403: {
          description: 'The password or the address is wrong, or signing in was too long ago',
          example: { detail: otherAddressDetail },
        },
        409: {
          description: 'The caller is the only owner of a workspace where others work',
          example: {
            detail:
              'You are the only owner of “Acme Corp”, where others work. Make one of them an owner or delete the workspace, and then delete your account.',
          },
        },
      },
      handler: async ({ scope, body, req, res, count }) => {
        const proof = { password: body.password, req, res, count };
        const deleted = await service.remove(scope, body, () => prove(scope, proof));
        return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: deleted };
      },
    }),
  ];
}
