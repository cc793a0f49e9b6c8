import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { can } from '@memo/access';
import type { WorkspaceRole } from '@memo/entities';
import type { Response } from 'supertest';
import type { RouteRow, ValidRequest } from './route-row.ts';
import { routeRows } from './route-rows.ts';
import { nameOf, routesOnce, rowOf, runningRoutes, send, type RunningRoute } from './send.ts';
import { snapshot } from './snapshot.ts';
import {
  buildWorld,
  markedHours,
  marker,
  type Member,
  type Outsider,
  type World,
} from './world.ts';

let world: World;
let routes: RunningRoute[];

beforeAll(async () => {
  world = await buildWorld();
  routes = await runningRoutes(world);
});

afterAll(() => world.fixture.close());

/** What each caller gets from a route of each kind. `success` is any 2xx. */
const expected: Record<RouteRow['access'], Record<Outsider, number | 'success'>> = {
  public: { nobody: 'success', stranger: 'success', deactivated: 'success', admin: 'success' },
  own: { nobody: 401, stranger: 'success', deactivated: 401, admin: 'success' },
  owned: { nobody: 401, stranger: 404, deactivated: 401, admin: 404 },
  admin: { nobody: 401, stranger: 403, deactivated: 401, admin: 'success' },
};

const owned = [marker, String(markedHours)];

const others = ['nobody', 'stranger', 'deactivated', 'admin'] as const;

describe('every route the API answers', () => {
  it('has a row that says who may call it, and no row is left over', () => {
    const running = new Set(routes.map(nameOf));
    expect([...running].filter((name) => routeRows[name] === undefined)).toEqual([]);
    expect(Object.keys(routeRows).filter((name) => !running.has(name))).toEqual([]);
  });

  it('answers every caller as its row says, and shows or changes nothing of the owner', async () => {
    const before = await ownersRows();
    const wrong: string[] = [];
    for (const route of routes) {
      const row = rowOf(route);
      for (const caller of others) {
        const answer = await send(world, route, row.request(world), caller);
        const want = expected[row.access][caller];
        const met = want === 'success' ? isSuccess(answer, row) : answer.status === want;
        if (!met) wrong.push(`${nameOf(route)} as ${caller}: ${answer.status} ${answer.text}`);
        if (owned.some((mark) => answer.text.includes(mark)))
          wrong.push(`${nameOf(route)} shows it to ${caller}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await ownersRows()).toEqual(before);
    // Some hundred requests: a machine that does other things, too, may take its time.
  }, 120_000);
});

const members: Record<WorkspaceRole, Member> = {
  VIEWER: 'viewer',
  MEMBER: 'member',
  ADMIN: 'manager',
  OWNER: 'owner',
};

describe('a member of a workspace', () => {
  it.each(Object.keys(members) as WorkspaceRole[])(
    'who is %s may do what the table of permissions says, and nothing else',
    async (role) => {
      const things = { ...world, ...(await world.addThings()) };
      const wrong: string[] = [];
      for (const route of forMembers()) {
        const row = rowOf(route);
        const answer = await send(
          world,
          route,
          inWorkspace(route, row.request(things)),
          members[role],
        );
        const want = wanted(route, row, role);
        const met = want === 'success' ? isSuccess(answer, row) : answer.status === want;
        if (!met)
          wrong.push(`${nameOf(route)}: ${answer.status} instead of ${want}, ${answer.text}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  /** Once each, so that nothing is deleted twice. */
  const forMembers = () => routesOnce(routes).filter((route) => rowOf(route).access !== 'public');

  /** A path that names a meeting or a workspace says it by itself. */
  const inWorkspace = ({ path }: RunningRoute, request: ValidRequest): ValidRequest =>
    /\{(meeting|workspace)_id\}/.test(path)
      ? request
      : { ...request, headers: { 'X-Workspace-Id': world.workspaceId } };

  function wanted(
    { permission }: RunningRoute,
    { access, makersOnly }: RouteRow,
    role: WorkspaceRole,
  ): 403 | 'success' {
    if (access === 'admin') return 403;
    if (permission === null) throw new Error('A route for members has no permission');
    const may = can({ actor: { kind: 'user', userId: 0 }, role }, permission);
    return may && (makersOnly !== true || role === 'OWNER') ? 'success' : 403;
  }
});

const isSuccess = (answer: Response, { status }: RouteRow): boolean =>
  status === undefined ? answer.ok : answer.status === status;

/** Callers may store things of their own meanwhile. */
function ownersRows() {
  const teams = Object.values(world.teams).flatMap((named) => Object.values(named));
  const theirs = [world.workspaceId, ...teams.map(({ id }) => id)];
  return Promise.all(theirs.map((id) => snapshot(world.fixture.dataSource, id)));
}
