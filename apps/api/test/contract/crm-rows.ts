import type { RouteRow } from './route-row.ts';
import type { World } from './world.ts';

const profile = ({ profileId }: World) => ({ params: { profile_id: profileId } });

/** People, by their names and their profiles. */
export const crmRows: Readonly<Record<string, RouteRow>> = {
  'GET /speakers': { access: 'own', request: () => ({}) },
  'GET /speakers/{speaker_name}/meetings': {
    access: 'own',
    request: () => ({ params: { speaker_name: 'Speaker1' } }),
  },
  'GET /speaker-profiles': { access: 'own', request: () => ({}) },
  'POST /speaker-profiles': {
    access: 'own',
    request: () => ({ body: { first_name: 'Kim', last_name: 'Lee' } }),
  },
  'GET /speaker-profiles/{profile_id}': { access: 'owned', request: profile },
  'PUT /speaker-profiles/{profile_id}': {
    access: 'owned',
    request: (world) => ({ ...profile(world), body: { company: 'Acme' } }),
  },
  'DELETE /speaker-profiles/{profile_id}': { access: 'owned', request: profile },
  'GET /speaker-profiles/{profile_id}/meetings': { access: 'owned', request: profile },
  'POST /speaker-profiles/{profile_id}/map': {
    access: 'owned',
    request: (world) => ({
      ...profile(world),
      body: { speaker_name: 'Speaker1', meeting_id: world.meetingId },
    }),
  },
  'POST /speaker-profiles/{profile_id}/unmap': {
    access: 'owned',
    request: (world) => ({ ...profile(world), body: { speaker_name: 'Speaker1' } }),
  },
};
