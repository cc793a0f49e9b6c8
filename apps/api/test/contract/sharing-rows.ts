import type { RouteRow } from './route-row.ts';
import type { World } from './world.ts';

const meeting = ({ meetingId }: World) => ({ params: { meeting_id: meetingId } });
const shareLink = ({ meetingId, shareLinkId }: World) => ({
  params: { meeting_id: meetingId, link_id: shareLinkId },
});
/** What a link shows, its holders alone see: `sharing` has its own tests. */
const notShared: RouteRow = {
  access: 'public',
  page: true,
  request: () => ({ params: { token: 'unknown' } }),
  status: 404,
};

/** Links that show a meeting, and what their holders see. */
export const sharingRows: Readonly<Record<string, RouteRow>> = {
  'GET /meetings/{meeting_id}/share-links': { access: 'owned', request: meeting },
  'POST /meetings/{meeting_id}/share-links': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), body: { scope: ['note'] } }),
  },
  'PATCH /meetings/{meeting_id}/share-links/{link_id}': {
    access: 'owned',
    request: (world) => ({ ...shareLink(world), body: { scope: ['audio'] } }),
  },
  'DELETE /meetings/{meeting_id}/share-links/{link_id}': { access: 'owned', request: shareLink },
  'GET /s/{token}': notShared,
  'GET /s/{token}/audio': notShared,
  'POST /s/{token}': {
    ...notShared,
    request: () => ({ params: { token: 'unknown' }, urlencoded: { password: 'a password' } }),
  },
};
