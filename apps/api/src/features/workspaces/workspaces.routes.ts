import { workspaceUnknown } from '@memo/access';
import { defineRoute, type Route } from '../../http/route.ts';
import { ofWorkspace, underBothNames, workspaceRoute } from './both-names.ts';
import { personalRefusals } from './workspace-rules.ts';
import {
  listQuerySchema,
  namedSchema,
  workspacePageSchema,
  workspaceParams,
  workspaceSchema,
} from './workspaces.schemas.ts';
import { tooManyDetail, type WorkspacesService } from './workspaces.service.ts';

export const notThere = {
  404: { description: 'The caller is no member of it', example: { detail: workspaceUnknown } },
};

export const createWorkspacesRoutes = (service: WorkspacesService): Route[] =>
  underBothNames((base) => {
    const one = `${base}/:workspace_id`;
    const rename = (method: 'put' | 'patch') =>
      defineRoute({
        ...ofWorkspace,
        method,
        path: one,
        allow: 'workspace.manage',
        summary: 'Give a workspace another name',
        params: workspaceParams,
        body: namedSchema,
        responses: {
          200: { description: 'As it is now', schema: workspaceSchema },
          ...notThere,
        },
        handler: async ({ scope, body }) => ({
          status: 200,
          body: await service.rename(scope, body.name),
        }),
      });
    return [
      defineRoute({
        ...workspaceRoute,
        method: 'get',
        path: `${base}/`,
        allow: 'account.read',
        summary: 'The workspaces the caller is a member of, their own first',
        description: 'Each of them can be named in `X-Workspace-Id` of any other request.',
        query: listQuerySchema,
        responses: { 200: { description: 'One page', schema: workspacePageSchema } },
        handler: async ({ scope, query }) => ({
          status: 200,
          body: await service.list(scope, query),
        }),
      }),
      defineRoute({
        ...workspaceRoute,
        method: 'post',
        path: `${base}/`,
        allow: 'workspace.join',
        idempotency: {
          status: 201,
          replay: (scope, workspaceId) => service.get({ ...scope, workspaceId }),
        },
        summary: 'Make a workspace to work in with other people',
        description: 'The caller is its owner.',
        body: namedSchema,
        responses: {
          201: { description: 'Made', schema: workspaceSchema },
          409: { description: 'The caller owns too many', example: { detail: tooManyDetail } },
        },
        handler: async ({ scope, body, once }) => ({
          status: 201,
          body: await service.create(scope, body.name, once.keep),
        }),
      }),
      defineRoute({
        ...ofWorkspace,
        method: 'get',
        path: one,
        allow: 'workspace.read',
        summary: 'One workspace',
        params: workspaceParams,
        responses: { 200: { description: 'The workspace', schema: workspaceSchema }, ...notThere },
        handler: async ({ scope }) => ({ status: 200, body: await service.get(scope) }),
      }),
      rename('put'),
      rename('patch'),
      defineRoute({
        ...ofWorkspace,
        method: 'delete',
        path: one,
        allow: 'workspace.delete',
        summary: 'Delete a workspace with all its meetings',
        description: `Its members, all meetings and everything made of them are out of reach from that moment; recordings and
rows are removed for good some minutes later. There is no way back.`,
        params: workspaceParams,
        responses: {
          204: { description: 'Deleted' },
          ...notThere,
          409: {
            description: 'It is a personal one',
            example: { detail: personalRefusals.delete },
          },
        },
        handler: async ({ scope }) => {
          await service.delete(scope);
          return { status: 204 };
        },
      }),
    ];
  });
