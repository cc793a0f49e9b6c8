import { meetingParamsSchema, noSuchMeeting } from '@memo/meetings';
import { publicAddress } from '../../../http/public-address.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { whenGone } from '../../../http/when-gone.ts';
import {
  linkChangesSchema,
  linkParamsSchema,
  newLinkSchema,
  newShareLinkSchema,
  shareLinkSchema,
  shareLinksSchema,
} from './links.schemas.ts';
import { linkRevoked, tooManyLinks, type LinksService } from './links.service.ts';

const ofMeeting = {
  tags: ['Sharing'],
  auth: 'bearer' as const,
  allow: 'meeting.share' as const,
  workspace: { meeting: 'meeting_id' },
};

const noSuchLink = {
  description: 'There is no such meeting in the workspace, or it has no such link',
  example: { detail: 'Share link not found' },
};

const leave = 'The client did not wait for its answer.';

/** @param publicUrl as the settings say; null where they do not. */
export function createLinksRoutes(service: LinksService, publicUrl: string | null): Route[] {
  return [
    defineRoute({
      ...ofMeeting,
      method: 'post',
      path: '/meetings/:meeting_id/share-links',
      idempotency: { needless: 'a link whose address nobody got to know opens for nobody' },
      summary: 'Make a link that shows the meeting to whoever has it',
      description:
        'Its `url` is in this answer alone. It opens until it expires or is revoked, and for as long as who made it may share the meeting: not while they are deactivated, no member of the workspace, a viewer, or cut off from the meeting.',
      params: meetingParamsSchema,
      body: newLinkSchema,
      responses: {
        201: { description: 'Made', schema: newShareLinkSchema },
        404: noSuchMeeting,
        409: { description: 'The meeting has 100 links', example: { detail: tooManyLinks } },
      },
      handler: async ({ scope, params, body, req, res }) => {
        const asked = { site: publicAddress(publicUrl, req), gone: whenGone(res, leave) };
        const link = await service.create(scope, params.meeting_id, body, asked);
        // Whoever has this body has the meeting.
        return { status: 201, headers: { 'Cache-Control': 'no-store' }, body: link };
      },
    }),
    defineRoute({
      ...ofMeeting,
      method: 'get',
      path: '/meetings/:meeting_id/share-links',
      summary: 'The links of a meeting, those that are not over first',
      description: 'Without their addresses. A link is forgotten 30 days after it expired.',
      params: meetingParamsSchema,
      responses: {
        200: { description: 'The newest 200', schema: shareLinksSchema },
        404: noSuchMeeting,
      },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: { data: await service.list(scope, params.meeting_id) },
      }),
    }),
    defineRoute({
      ...ofMeeting,
      method: 'patch',
      path: '/meetings/:meeting_id/share-links/:link_id',
      summary: 'Change what a link shows, until when, and its password',
      description:
        'What is not sent stays as it is. With another password, those who had given the one before are asked again.',
      params: linkParamsSchema,
      body: linkChangesSchema,
      responses: {
        200: { description: 'As it is now', schema: shareLinkSchema },
        404: noSuchLink,
        409: { description: 'It was revoked', example: { detail: linkRevoked } },
      },
      handler: async ({ scope, params, body, res }) => {
        const link = { meetingId: params.meeting_id, linkId: params.link_id };
        const gone = whenGone(res, leave);
        return { status: 200, body: await service.update(scope, link, body, gone) };
      },
    }),
    defineRoute({
      ...ofMeeting,
      method: 'delete',
      path: '/meetings/:meeting_id/share-links/:link_id',
      summary: 'Revoke a link',
      description: 'It opens for nobody from now on. The list shows it as revoked.',
      params: linkParamsSchema,
      responses: { 204: { description: 'Revoked' }, 404: noSuchLink },
      handler: async ({ scope, params }) => {
        await service.revoke(scope, { meetingId: params.meeting_id, linkId: params.link_id });
        return { status: 204 };
      },
    }),
  ];
}
