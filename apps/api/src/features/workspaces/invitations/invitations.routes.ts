import { personOf } from '@memo/access';
import { defineRoute, type Route } from '../../../http/route.ts';
import { ofWorkspace, underBothNames, workspaceRoute } from '../both-names.ts';
import { notThere } from '../workspaces.routes.ts';
import { listQuerySchema, workspaceParams, workspaceSchema } from '../workspaces.schemas.ts';
import {
  noSuchInvitation,
  otherAddressDetail,
  usedDetail,
  alreadyMemberDetail,
  type AcceptInvitation,
} from './accept-invitation.ts';
import {
  acceptSchema,
  invitationPageSchema,
  invitationParams,
  madeInvitationSchema,
  newInvitationSchema,
} from './invitations.schemas.ts';
import {
  invitationNotFound,
  memberOfAddress,
  type InvitationsService,
} from './invitations.service.ts';

const invitationsBelow = (service: InvitationsService) => (base: string) => {
  const all = `${base}/:workspace_id/invitations`;
  return [
    defineRoute({
      ...ofWorkspace,
      method: 'get',
      path: `${all}/`,
      allow: 'workspace.manage',
      summary: 'Invitations that can still be used, the newest first',
      params: workspaceParams,
      query: listQuerySchema,
      responses: { 200: { description: 'One page', schema: invitationPageSchema }, ...notThere },
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
      idempotency: { needless: 'an address has one open invitation, the last one' },
      summary: 'Invite somebody',
      description: `The answer has the link, which works once and is told this once; it goes to the address by mail where this server
sends mail. An earlier invitation for the same address is worth nothing from then on.`,
      params: workspaceParams,
      body: newInvitationSchema,
      responses: {
        201: { description: 'Invited', schema: madeInvitationSchema },
        ...notThere,
        409: {
          description: 'They are a member, it is a personal workspace, or 500 are open',
          example: { detail: memberOfAddress },
        },
      },
      handler: async ({ scope, body, count }) => ({
        status: 201,
        headers: { 'Cache-Control': 'no-store' },
        // Each of them is a mail to somebody who may have asked for none.
        body: await service.create(scope, body, () => count(`invites:${personOf(scope)}`)),
      }),
    }),
    defineRoute({
      ...ofWorkspace,
      method: 'delete',
      path: `${all}/:invitation_id`,
      allow: 'workspace.manage',
      summary: 'Revoke an invitation',
      params: invitationParams,
      responses: {
        204: { description: 'Its link is worth nothing from now on' },
        404: {
          description: 'There is none, or somebody has used it',
          example: { detail: invitationNotFound },
        },
      },
      handler: async ({ scope, params }) => {
        await service.revoke(scope, params.invitation_id);
        return { status: 204 };
      },
    }),
  ];
};

export const createInvitationsRoutes = (
  service: InvitationsService,
  accept: AcceptInvitation,
): Route[] => [
  ...underBothNames(invitationsBelow(service)),
  defineRoute({
    ...workspaceRoute,
    method: 'post',
    path: '/invitations/accept',
    allow: 'workspace.join',
    idempotency: { needless: 'an invitation works once' },
    summary: 'Join the workspace one was invited to',
    description:
      'For whoever is signed in, with a password or through a provider. An invitation for an address takes an account of that address.',
    body: acceptSchema,
    responses: {
      200: { description: 'The workspace, as its new member sees it', schema: workspaceSchema },
      403: { description: 'It is for another address', example: { detail: otherAddressDetail } },
      404: {
        description: 'There is none, or it was revoked',
        example: { detail: noSuchInvitation },
      },
      409: { description: 'The caller is a member', example: { detail: alreadyMemberDetail } },
      410: { description: 'It was used, or is over', example: { detail: usedDetail } },
    },
    handler: async ({ scope, body }) => ({ status: 200, body: await accept(scope, body.token) }),
  }),
];
