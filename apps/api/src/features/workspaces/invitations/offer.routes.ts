import { Readable } from 'node:stream';
import { AppError } from '@memo/errors';
import { defineRoute, type Route } from '../../../http/route.ts';
import { oneLine } from './invitation-mail.ts';
import { hashInvitationToken } from './invitation-token.ts';
import type { InvitationsRepository, Offer } from './invitations.repository.ts';
import { acceptSchema } from './invitations.schemas.ts';

export const noOffer =
  'There is no such invitation, or it cannot be used any more. Ask for a new one.';

const asText = ({ inviter, workspace, role, expiresAt, isBound }: Offer, token: string): string =>
  [
    `${oneLine(inviter)} invites you to the workspace "${oneLine(workspace)}" in Memo, as ${role}.`,
    `Sign in to Memo${isBound ? ' with the address the invitation was sent to' : ''}, and accept it there with this code:`,
    token,
    `It works once, until ${expiresAt.toISOString().slice(0, 10)}.`,
    '',
  ].join('\n\n');

/** Where the link of an invitation leads: text, which no name in it can make anything else of. */
export const createOfferRoutes = (
  repository: Pick<InvitationsRepository, 'findOffer'>,
): Route[] => [
  defineRoute({
    method: 'get',
    path: '/invitations',
    prefixes: [''],
    tags: ['Workspaces'],
    auth: 'none',
    summary: 'Where the link of an invitation leads',
    description:
      'Says who invites to what. It takes `POST /invitations/accept` to accept, so that a preview uses up nothing.',
    query: acceptSchema,
    responses: {
      200: { description: 'In plain text', contentType: 'text/plain' },
      404: { description: 'It is not there, or cannot be used', example: { detail: noOffer } },
    },
    handler: async ({ query: { token } }) => {
      const offer = await repository.findOffer(hashInvitationToken(token));
      if (offer === null) throw new AppError('not_found', noOffer);
      return {
        status: 200,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Robots-Tag': 'noindex' },
        stream: Readable.from([asText(offer, token)]),
      };
    },
  }),
];
