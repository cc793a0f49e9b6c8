import { personOf } from '@memo/access';
import { defineRoute, type Route } from '../../../http/route.ts';
import { ofWorkspace, underBothNames } from '../both-names.ts';
import { lastOwnerDetail, ownersAlone, personalRefusals } from '../workspace-rules.ts';
import { notThere } from '../workspaces.routes.ts';
import { workspaceParams } from '../workspaces.schemas.ts';
import { nobodyDetail } from './find-account.ts';
import {
  memberPageSchema,
  memberParams,
  memberSchema,
  membersQuerySchema,
  newMemberSchema,
  newOwnerSchema,
  roleChangeSchema,
} from './members.schemas.ts';
import {
  isMemberDetail,
  memberNotFound,
  ownAlreadyDetail,
  yourselfDetail,
  type MembersService,
} from './members.service.ts';

const noMember = {
  404: {
    description: 'The workspace has no such member, or the caller is none',
    example: { detail: memberNotFound },
  },
};
const aboutOwners = {
  403: {
    description:
      'The caller does not manage the workspace, or it is about an owner and they are none',
    example: { detail: ownersAlone },
  },
};
const conflict = (description: string, detail: string) => ({
  409: { description, example: { detail } },
});

export const createMembersRoutes = (service: MembersService): Route[] =>
  underBothNames((base) => {
    const all = `${base}/:workspace_id/members`;
    return [
      defineRoute({
        ...ofWorkspace,
        method: 'get',
        path: `${all}/`,
        allow: 'workspace.read_members',
        summary: 'The members of a workspace, as they came',
        params: workspaceParams,
        query: membersQuerySchema,
        responses: { 200: { description: 'One page', schema: memberPageSchema }, ...notThere },
        handler: async ({ scope, query }) => ({
          status: 200,
          body: await service.list(scope, query),
        }),
      }),
      defineRoute({
        ...ofWorkspace,
        method: 'post',
        path: `${all}/`,
        allow: 'workspace.manage',
        idempotency: { needless: 'who is a member is not added again' },
        summary: 'Add somebody who has an account',
        description: `By their e-mail address, or by the id of somebody the caller shares a workspace with. Misses are counted as
strictly as signing in.`,
        params: workspaceParams,
        body: newMemberSchema,
        responses: {
          201: { description: 'A member from now on', schema: memberSchema },
          ...aboutOwners,
          404: {
            description: 'Nobody of that address or id, or the caller is no member',
            example: { detail: nobodyDetail },
          },
          ...conflict(
            'They are a member already, nobody has proven their address, or it is a personal workspace',
            isMemberDetail,
          ),
        },
        handler: async ({ scope, body, count }) => ({
          status: 201,
          body: await service.add(scope, body, () => count(`nobody:${personOf(scope)}`)),
        }),
      }),
      defineRoute({
        ...ofWorkspace,
        method: 'patch',
        path: `${all}/:user_id`,
        allow: 'workspace.manage',
        summary: 'Give a member another role',
        params: memberParams,
        body: roleChangeSchema,
        responses: {
          200: { description: 'The member as it is now', schema: memberSchema },
          ...aboutOwners,
          ...noMember,
          ...conflict('It is the last owner', lastOwnerDetail),
        },
        handler: async ({ scope, params, body }) => ({
          status: 200,
          body: await service.changeRole(scope, params.user_id, body.role),
        }),
      }),
      defineRoute({
        ...ofWorkspace,
        method: 'delete',
        path: `${all}/:user_id`,
        allow: 'workspace.manage',
        summary: 'Remove a member',
        description: `They see nothing of the workspace from that moment on, and open streams of events end. What they recorded stays;
invitations of theirs that nobody has used are worth nothing.`,
        params: memberParams,
        responses: {
          204: { description: 'Removed' },
          ...aboutOwners,
          ...noMember,
          ...conflict('It is the caller', yourselfDetail),
        },
        handler: async ({ scope, params }) => {
          await service.remove(scope, params.user_id);
          return { status: 204 };
        },
      }),
      defineRoute({
        ...ofWorkspace,
        method: 'post',
        path: `${base}/:workspace_id/leave`,
        allow: 'workspace.leave',
        idempotency: { needless: 'who has left is no member any more' },
        summary: 'Leave a workspace',
        params: workspaceParams,
        responses: {
          204: { description: 'Left' },
          ...notThere,
          ...conflict('The caller is its last owner, or it is their own', personalRefusals.leave),
        },
        handler: async ({ scope }) => {
          await service.leave(scope);
          return { status: 204 };
        },
      }),
      defineRoute({
        ...ofWorkspace,
        method: 'post',
        path: `${base}/:workspace_id/transfer`,
        allow: 'workspace.transfer',
        idempotency: { needless: 'who has handed it over is no owner any more' },
        summary: 'Hand a workspace over to another member',
        description: 'They are an owner from now on, and the caller an administrator.',
        params: workspaceParams,
        body: newOwnerSchema,
        responses: {
          200: { description: 'The new owner', schema: memberSchema },
          ...noMember,
          ...conflict('It is the caller, or a personal workspace', ownAlreadyDetail),
        },
        handler: async ({ scope, body }) => ({
          status: 200,
          body: await service.transfer(scope, body.user_id),
        }),
      }),
    ];
  });
