import { buildWav } from '@memo/testing';
import { crmRows } from './crm-rows.ts';
import { minutesRows } from './minutes-rows.ts';
import type { RouteRow, ValidRequest } from './route-row.ts';
import { sharingRows } from './sharing-rows.ts';
import { transcriptRows } from './transcript-rows.ts';
import { workspaceRows } from './workspace-rows.ts';
import { announcement, type World } from './world.ts';

export type { RouteRow } from './route-row.ts';

const nothing = (): ValidRequest => ({});
const meeting = ({ meetingId }: World) => ({ params: { meeting_id: meetingId } });
const waiting = ({ waitingId }: World) => ({ params: { meeting_id: waitingId } });
const retitle = (world: World) => ({ ...meeting(world), body: { title: 'Another' } });
const template = ({ templateId }: World) => ({ params: { template_id: templateId } });
const recording = (fields: Record<string, string>) => (): ValidRequest => ({
  form: { fields, files: { audio_file: buildWav(2_000) } },
});
// A good recording would wait for a worker, and there is none.
const suggestion: RouteRow = {
  access: 'own',
  request: () => ({ form: { fields: {}, files: { audio_file: Buffer.from('No recording.') } } }),
  status: 400,
  good: recording({}),
};

const signIn = (provider: string): Record<string, RouteRow> => ({
  // Off unless it is configured.
  [`GET /auth/${provider}/login`]: { access: 'public', request: nothing, status: 404 },
  [`GET /auth/${provider}/callback`]: {
    access: 'public',
    request: () => ({ query: { code: 'a', state: 'b' } }),
    status: 404,
  },
});

/** One row for every route, by method and path below its prefix. */
export const routeRows: Readonly<Record<string, RouteRow>> = {
  'GET /health': { access: 'public', request: nothing },
  'GET /ready': { access: 'public', request: nothing },
  'GET /debug/routes': { access: 'admin', request: nothing },

  ...signIn('microsoft'),
  ...signIn('google'),
  'POST /auth/exchange': {
    access: 'public',
    request: () => ({ body: { code: 'x' } }),
    // No provider is on.
    status: 404,
  },
  'POST /auth/register': {
    access: 'public',
    request: () => ({
      body: {
        name: 'New',
        email: `${crypto.randomUUID()}@example.com`,
        password: 'a long password',
      },
    }),
  },
  'POST /auth/login': {
    access: 'public',
    request: ({ ownerEmail }) => ({ body: { email: ownerEmail, password: 'not this one' } }),
    status: 401,
  },
  'POST /auth/refresh': {
    access: 'public',
    request: () => ({ body: { refresh_token: 'unknown' } }),
    status: 401,
  },
  'POST /auth/logout': {
    access: 'public',
    request: () => ({ body: { refresh_token: 'unknown' } }),
  },
  'POST /api/auth/register': {
    access: 'public',
    request: () => ({
      body: { email: `${crypto.randomUUID()}@example.com`, password: 'a long password' },
    }),
  },
  'POST /api/auth/login': {
    access: 'public',
    request: ({ ownerEmail }) => ({ body: { email: ownerEmail, password: 'not this one' } }),
    status: 401,
  },
  'POST /api/auth/refresh': {
    access: 'public',
    request: () => ({ body: { refresh: 'unknown' } }),
    status: 401,
  },
  'POST /api/auth/logout': {
    access: 'public',
    request: () => ({ body: { refresh: 'unknown' } }),
  },
  'GET /auth/profile': { access: 'own', request: nothing },
  'PATCH /auth/profile': { access: 'own', request: () => ({ body: { phone: '+1 555 0100' } }) },
  'POST /auth/password': {
    access: 'own',
    request: () => ({
      body: { current_password: 'not this one', new_password: 'a long password' },
    }),
    status: 403,
  },
  // This server sends no mail.
  'POST /auth/password/reset': {
    access: 'public',
    request: () => ({ body: { email: `${crypto.randomUUID()}@example.com` } }),
    status: 404,
  },
  'POST /auth/password/reset/confirm': {
    access: 'public',
    request: () => ({ body: { token: 'unknown', new_password: 'a long password' } }),
    status: 404,
  },
  'POST /auth/address-proof': { access: 'own', request: nothing, status: 404 },
  'POST /auth/address-proof/confirm': {
    access: 'own',
    request: () => ({ body: { token: 'unknown' } }),
    status: 404,
  },
  'DELETE /auth/account': {
    access: 'own',
    request: () => ({ body: { email: 'nobody@example.com', password: 'not this one' } }),
    status: 403,
  },
  'GET /auth/export': { access: 'own', request: nothing },
  'GET /auth/me': { access: 'own', request: nothing },
  'GET /auth/sessions': { access: 'own', request: nothing },
  'DELETE /auth/sessions/{session_id}': {
    access: 'own',
    request: () => ({ params: { session_id: '00000000-0000-7000-8000-000000000000' } }),
    status: 404,
  },

  ...workspaceRows,

  'GET /meetings/': { access: 'own', request: nothing },
  'POST /meetings/': {
    access: 'own',
    request: recording({ title: 'Mine' }),
    json: () => ({ body: { title: 'Mine' } }),
  },
  'GET /meetings/{meeting_id}': { access: 'owned', request: meeting },
  'PUT /meetings/{meeting_id}': { access: 'owned', request: retitle },
  'PATCH /meetings/{meeting_id}': { access: 'owned', request: retitle },
  'DELETE /meetings/{meeting_id}': { access: 'owned', request: meeting },
  'POST /meetings/{meeting_id}/recordings/initiate/': {
    access: 'owned',
    request: (world) => ({ ...waiting(world), body: announcement }),
  },
  'POST /recordings/{recording_id}/complete/': {
    access: 'owned',
    request: ({ recordingId }) => ({ params: { recording_id: recordingId } }),
  },
  'GET /api/meetings/': { access: 'own', request: nothing },
  'POST /api/meetings/': { access: 'own', request: () => ({ body: { title: 'Mine' } }) },
  'GET /api/meetings/{meeting_id}/': { access: 'owned', request: waiting },
  'PATCH /api/meetings/{meeting_id}/': {
    access: 'owned',
    request: (world) => ({ ...waiting(world), body: { title: 'Another' } }),
  },
  'DELETE /api/meetings/{meeting_id}/': { access: 'owned', request: waiting },
  'GET /meetings/{meeting_id}/audio': { access: 'owned', request: meeting },
  'GET /meetings/{meeting_id}/audio/url': { access: 'owned', request: meeting },
  'GET /meetings/{meeting_id}/events': { access: 'owned', request: meeting },
  'GET /meetings/{meeting_id}/export': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), query: { format: 'txt' } }),
  },
  'GET /meetings/{meeting_id}/analytics': { access: 'owned', request: meeting },
  'GET /meetings/{meeting_id}/usage': { access: 'owned', request: meeting },
  'POST /meetings/{meeting_id}/retry': { access: 'owned', request: meeting, status: 409 },
  'POST /meetings/{meeting_id}/reprocess': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), body: { from: 'summarize' } }),
    status: 409,
  },
  'GET /meetings/{meeting_id}/generations': { access: 'owned', request: meeting },
  'POST /meetings/{meeting_id}/generations/{generation}/restore': {
    access: 'owned',
    request: (world) => ({ params: { ...meeting(world).params, generation: '1' } }),
    status: 409,
  },
  'PUT /meetings/{meeting_id}/speaker-names': {
    access: 'owned',
    request: (world) => ({
      ...meeting(world),
      body: { old_speaker_name: 'Speaker1', new_speaker_name: 'Ann' },
    }),
  },
  'PUT /meetings/{meeting_id}/speaker-names/bulk': {
    access: 'owned',
    request: (world) => ({ ...meeting(world), body: { speaker_updates: { Speaker1: 'Ann' } } }),
  },
  'POST /meetings/{meeting_id}/speakers/{speaker}/unmerge': {
    access: 'owned',
    request: (world) => ({
      params: { ...meeting(world).params, speaker: 'Speaker1' },
    }),
    status: 409,
  },
  'PUT /meetings/{meeting_id}/visibility': {
    access: 'owned',
    makersOnly: true,
    request: (world) => ({ ...meeting(world), body: { visibility: 'private' } }),
  },
  ...sharingRows,
  ...transcriptRows,
  ...minutesRows,
  'POST /meetings/suggest-title': suggestion,
  'POST /meetings/suggest-description': suggestion,
  'POST /meetings/suggest-template': suggestion,
  'GET /analytics/overview': { access: 'own', request: nothing },
  'GET /usage': { access: 'own', request: nothing },
  'GET /usage/estimate': {
    access: 'own',
    request: () => ({ query: { audio_seconds: '3600', recordings: '1' } }),
  },

  'GET /ops/overview': { access: 'admin', request: nothing },
  'GET /ops/failures': { access: 'admin', request: nothing },
  'POST /ops/redrive': {
    access: 'admin',
    request: () => ({ body: { meeting_ids: [crypto.randomUUID()] } }),
  },

  'GET /changes': { access: 'own', request: nothing },

  'GET /meetings/transcription/status': { access: 'own', request: nothing },
  'POST /meetings/transcription/start-background': { access: 'own', request: nothing },
  'POST /meetings/transcription/process-all': { access: 'own', request: nothing },
  'POST /meetings/transcription/restart-background': { access: 'own', request: nothing },

  'GET /templates': { access: 'own', request: nothing },
  'GET /templates/defaults': { access: 'own', request: nothing },
  'GET /templates/user': { access: 'own', request: nothing },
  'POST /templates': { access: 'own', request: () => ({ body: { title: 'Mine' } }) },
  'GET /templates/{template_id}': { access: 'owned', request: template },
  'PUT /templates/{template_id}': {
    access: 'owned',
    makersOnly: true,
    request: (world) => ({ ...template(world), body: { title: 'Another' } }),
  },
  'DELETE /templates/{template_id}': { access: 'owned', makersOnly: true, request: template },

  ...crmRows,
};
