import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { auditRows } from '../audit-rows.ts';
import { nameOf, routesOnce, rowOf, runningRoutes, send, someoneAllowed } from './send.ts';
import { transcriptRoute } from './transcript-rows.ts';
import { buildWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld();
});

afterAll(() => world.fixture.close());

/** What leaves no row with the request of its own row in the table, and why. */
const unrecorded: Readonly<Record<string, string>> = {
  'POST /auth/login': 'the password is wrong',
  'POST /auth/refresh': 'the token is unknown',
  'POST /auth/logout': 'the token is unknown',
  'POST /auth/exchange': 'no provider is on',
  'POST /api/auth/login': 'the password is wrong',
  'POST /api/auth/refresh': 'the token is unknown',
  'POST /api/auth/logout': 'the token is unknown',
  'POST /auth/password': 'the password is wrong',
  'POST /auth/password/reset': 'no mail is sent',
  'POST /auth/password/reset/confirm': 'no mail is sent',
  'POST /auth/address-proof': 'no mail is sent',
  'POST /auth/address-proof/confirm': 'no mail is sent',
  'DELETE /auth/account': 'the password is wrong',
  'DELETE /auth/sessions/{session_id}': 'there is no such session',
  'POST /s/{token}': 'there is no such link',
  'POST /invitations/accept': 'there is no such invitation',
  'POST /meetings/suggest-title': 'nothing is stored',
  'POST /meetings/suggest-description': 'nothing is stored',
  'POST /meetings/suggest-template': 'nothing is stored',
  'POST /meetings/transcription/start-background': 'nothing is stuck',
  'POST /meetings/transcription/restart-background': 'nothing is stuck',
  'POST /meetings/transcription/process-all': 'nothing has failed',
  'POST /meetings/{meeting_id}/retry': 'nothing has failed',
  'POST /ops/redrive': 'nothing has failed',
  'POST /meetings/{meeting_id}/reprocess': 'of what it was made is not known',
  'POST /meetings/{meeting_id}/generations/{generation}/restore': 'it is shown already',
  [transcriptRoute('POST …/segments/{segment}/split')]: 'it is cut outside',
  [transcriptRoute('POST …/segments/merge')]: 'one segment is one already',
  [transcriptRoute('POST …/segments/move')]: 'it is the speaker’s already',
  [transcriptRoute('POST …/replace')]: 'it counts',
  [transcriptRoute('POST …/edits/{edit_id}/undo')]: 'there is no such edit',
  'POST /meetings/{meeting_id}/speakers/{speaker}/unmerge': 'nobody else has the name',
};

it('every route that changes something leaves a row in the audit log', async () => {
  const rows = async () => (await auditRows(world.fixture.dataSource, {})).length;
  // What is deleted, at the end, can no longer be changed.
  const changing = routesOnce(await runningRoutes(world)).filter(({ method }) => method !== 'GET');
  const silent: string[] = [];
  for (const route of changing) {
    const before = await rows();
    const answer = await send(world, route, rowOf(route).request(world), someoneAllowed(route));
    const recorded = (await rows()) > before;
    const name = nameOf(route);
    if (recorded === Object.hasOwn(unrecorded, name)) silent.push(`${name}: ${answer.status}`);
  }
  expect(silent).toEqual([]);
  expect(changing.length).toBeGreaterThan(20);
});
