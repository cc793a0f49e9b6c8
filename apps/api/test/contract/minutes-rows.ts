import type { RouteRow } from './route-row.ts';
import type { World } from './world.ts';

const meeting = ({ meetingId }: World) => ({ params: { meeting_id: meetingId } });
const firstVersion = (world: World) => ({ params: { ...meeting(world).params, version: '1' } });
const actionItem = (world: World) => ({
  params: { ...meeting(world).params, item_id: world.actionItemId },
});

/** Minutes, their versions, and what is to be done. */
export const minutesRows: Readonly<Record<string, RouteRow>> = {
  'POST /transcription/meetings/{meeting_id}/minutes/generate/': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), body: {} }),
  },
  'GET /transcription/meetings/{meeting_id}/minutes/': { access: 'owned', request: meeting },
  'PATCH /transcription/meetings/{meeting_id}/minutes/': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), body: { summary: 'Another' } }),
  },
  'GET /transcription/meetings/{meeting_id}/minutes/versions/': {
    access: 'owned',
    request: meeting,
  },
  'GET /transcription/meetings/{meeting_id}/minutes/versions/{version}': {
    access: 'owned',
    request: firstVersion,
  },
  'GET /transcription/meetings/{meeting_id}/minutes/versions/{version}/diff': {
    access: 'owned',
    request: firstVersion,
  },
  'POST /transcription/meetings/{meeting_id}/minutes/versions/{version}/restore': {
    access: 'owned',
    request: firstVersion,
  },
  'POST /meetings/bulk': {
    access: 'own',
    request: ({ meetingId }) => ({ body: { meeting_ids: [meetingId] } }),
  },
  'GET /transcription/meetings/{meeting_id}/action-items/': { access: 'owned', request: meeting },
  'POST /transcription/meetings/{meeting_id}/action-items/': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), body: { task: 'Feed it' } }),
  },
  'PATCH /transcription/meetings/{meeting_id}/action-items/{item_id}': {
    access: 'owned',
    request: (world) => ({ ...actionItem(world), body: { status: 'done' } }),
  },
  'DELETE /transcription/meetings/{meeting_id}/action-items/{item_id}': {
    access: 'owned',
    request: actionItem,
  },
  'GET /action-items': { access: 'own', request: () => ({}) },
};
