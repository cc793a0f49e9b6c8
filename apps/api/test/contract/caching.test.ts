import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { nameOf, routesOnce, rowOf, runningRoutes, send, someoneAllowed } from './send.ts';
import { buildWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld();
});

afterAll(() => world.fixture.close());

/** What nobody may keep: tokens, addresses that open without one, and what is of this moment. */
const neverKept = new Set([
  'GET /auth/export',
  'GET /auth/google/callback',
  'GET /auth/google/login',
  'GET /auth/microsoft/callback',
  'GET /auth/microsoft/login',
  'GET /auth/sessions',
  'GET /health',
  'GET /invitations',
  'GET /meetings/{meeting_id}/audio/url',
  'GET /meetings/{meeting_id}/events',
  'GET /ready',
  'POST /api/auth/login',
  'POST /api/auth/logout',
  'POST /api/auth/refresh',
  'POST /api/auth/register',
  'GET /s/{token}',
  'GET /s/{token}/audio',
  'POST /auth/exchange',
  'POST /auth/organizations/{workspace_id}/invitations/',
  'POST /auth/login',
  'POST /auth/logout',
  'POST /auth/password/reset',
  'POST /auth/password/reset/confirm',
  'POST /auth/refresh',
  'POST /auth/register',
  'POST /meetings/{meeting_id}/share-links',
  'POST /s/{token}',
  'POST /workspaces/{workspace_id}/invitations/',
  'POST /meetings/{meeting_id}/recordings/initiate/',
]);

/** Those, and how things are just now. */
const ofNoVersion = new Set([
  ...neverKept,
  'GET /meetings/transcription/status',
  'GET /ops/overview',
]);

it('what is read has a version, and is sent once for it', async () => {
  const routes = routesOnce(await runningRoutes(world));
  const reads = routes.filter(({ method }) => method === 'GET');
  const wrong: string[] = [];
  let compared = 0;
  for (const route of reads) {
    const request = rowOf(route).request(world);
    const first = await send(world, route, request, someoneAllowed(route));
    if (first.status !== 200 || ofNoVersion.has(nameOf(route))) continue;
    compared += 1;
    const headers = { 'if-none-match': first.get('ETag') ?? 'none' };
    const second = await send(world, route, { ...request, headers }, someoneAllowed(route));
    const same = second.status === 304 && second.text === '';
    if (!same) wrong.push(`${nameOf(route)}: ${second.status}, ETag ${first.get('ETag')}`);
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(20);
});

it('every answer says who may keep it, and what nobody may is not compressed', async () => {
  const routes = routesOnce(await runningRoutes(world));
  const wrong: string[] = [];
  for (const route of routes) {
    const request = { ...rowOf(route).request(world), headers: { 'accept-encoding': 'gzip, br' } };
    const answer = await send(world, route, request, someoneAllowed(route));
    const due = neverKept.has(nameOf(route)) ? 'no-store' : 'private, no-cache';
    // A page says it to browsers that take `no-store` for something else, too.
    const told = answer.get('Cache-Control')?.replace('private, no-store', 'no-store');
    const packed = due === 'no-store' && answer.get('Content-Encoding') !== undefined;
    if (told !== due || packed) wrong.push(`${nameOf(route)}: ${told}, compressed: ${packed}`);
    const refused = await send(world, route, request, 'nobody');
    if (!/^(private, no-cache|(private, )?no-store)$/.test(refused.get('Cache-Control') ?? '')) {
      wrong.push(`${nameOf(route)} as nobody: ${refused.get('Cache-Control')}`);
    }
  }
  expect(wrong).toEqual([]);
});
