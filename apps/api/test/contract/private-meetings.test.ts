import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId, WorkspaceMember, type Visibility } from '@memo/entities';
import { buildWav } from '@memo/testing';
import type { Response } from 'supertest';
import { completeMeeting } from './complete-meeting.ts';
import { nameOf, routesOnce, rowOf, runningRoutes, send, type RunningRoute } from './send.ts';
import { buildWorld, type Member, type World } from './world.ts';

let world: World;
let routes: RunningRoute[];

beforeAll(async () => {
  world = await buildWorld();
  routes = routesOnce(await runningRoutes(world));
});

afterAll(() => world.fixture.close());

const members: Member[] = ['owner', 'manager', 'member', 'viewer'];
const mobile = '/api/v1/mobile';

/** A meeting that somebody made in the owner's workspace, with a mark of its own in all that is kept of it. */
async function made(by: Member, visibility: Visibility) {
  const mark = `pangolin-of-${by}-${visibility}`;
  const { fixture, workspaceId } = world;
  const answer = await fixture.api
    .post(`${mobile}/meetings/`)
    .set({ authorization: world.authorization[by] ?? '', 'X-Workspace-Id': workspaceId })
    // Or it would be the upload of before.
    .set('Idempotency-Key', newId())
    .field({ title: `On ${mark}`, visibility })
    .attach('audio_file', buildWav(1_000), 'a.wav')
    .expect(201);
  const { id } = answer.body as { id: string };
  await completeMeeting(fixture.dataSource.manager, { workspaceId }, id, null, mark);
  return { id, mark };
}

const headers = () => ({ 'X-Workspace-Id': world.workspaceId });
const ofMeetings = ({ path }: RunningRoute) => path.includes('{meeting_id}');

/** What routes about this meeting answer to a caller other than that there is none. */
async function told(caller: Member, id: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of routes.filter(ofMeetings)) {
    const request = rowOf(route).request({ ...world, meetingId: id, waitingId: id });
    const { status, text } = await send(world, route, request, caller);
    if (status !== 404) wrong.push(`${nameOf(route)} as ${caller}: ${status} ${text}`);
  }
  return wrong;
}

/** Asked for outright, beside what each route's row asks. */
const further = (mark: string): [RunningRoute['method'], string, Record<string, string>][] => [
  ['GET', `${mobile}/changes`, { after: '0', limit: '1000' }],
  ['GET', `${mobile}/meetings/`, { search: mark }],
  ['GET', `${mobile}/meetings/`, { search: mark, status: 'completed' }],
  ['GET', `${mobile}/meetings/`, { status: 'completed', limit: '1000' }],
  ['GET', `${mobile}/meetings/`, { analytics_status: 'completed', view: 'compact' }],
  ['GET', `${mobile}/meetings/`, { needs_review: 'false', cursor: '' }],
  ['GET', `/api/v1/crm/speakers/${encodeURIComponent(`An ${mark}`)}/meetings`, {}],
];

/** What is asked outright; an answer may say again what was asked for. */
async function askOutright(caller: Member, mark: string): Promise<Response[]> {
  const answers: Response[] = [];
  for (const [method, path, query] of further(mark)) {
    answers.push(await send(world, { method, path }, { query, headers: headers() }, caller));
  }
  return answers;
}

/** All that the workspace answers to a member beside routes about one meeting; nothing is deleted. */
async function askAll(caller: Member): Promise<Response[]> {
  const answers: Response[] = [];
  for (const route of routes) {
    const { access, request } = rowOf(route);
    if (ofMeetings(route) || access === 'public' || route.method === 'DELETE') continue;
    answers.push(await send(world, route, { ...request(world), headers: headers() }, caller));
  }
  return answers;
}

describe.each<Member>(['owner', 'member'])('a meeting that the %s of a workspace made', (maker) => {
  const others = members.filter((member) => member !== maker);

  it('and keeps private is there for nobody else, whatever their role', async () => {
    const { id, mark } = await made(maker, 'private');
    const meeting = { method: 'GET', path: `${mobile}/meetings/${id}` } as const;
    const before = await send(world, meeting, {}, maker);
    const wrong: string[] = [];
    for (const caller of others) {
      wrong.push(...(await told(caller, id)));
      const found = [
        ...(await askOutright(caller, mark)).filter(({ text }) => text.includes(id)),
        ...(await askAll(caller)).filter(({ text }) => text.includes(mark) || text.includes(id)),
      ];
      for (const { request, text } of found) {
        wrong.push(`${request.method} ${request.url} tells it to ${caller}: ${text}`);
      }
    }
    expect(wrong).toEqual([]);
    const after = await send(world, meeting, {}, maker);
    expect([before.status, after.body]).toEqual([200, before.body]);
  }, 60_000);

  it('and shares is there for all', async () => {
    const { id, mark } = await made(maker, 'workspace');
    for (const caller of members) {
      const path = `${mobile}/meetings/${id}`;
      expect((await send(world, { method: 'GET', path }, {}, caller)).status).toBe(200);
      const found = further(mark).slice(0, 4);
      for (const [method, list, query] of found) {
        const answer = await send(
          world,
          { method, path: list },
          { query, headers: headers() },
          caller,
        );
        expect(answer.text).toContain(id);
      }
    }
  });

  it('and keeps private is found by themselves, in all of these ways', async () => {
    const { id, mark } = await made(maker, 'private');
    for (const { text } of await askOutright(maker, mark)) expect(text).toContain(id);
  });
});

it('a recording that somebody awaits for a private meeting is there for nobody else', async () => {
  const { waitingId, fixture, recordingId } = world;
  await fixture.dataSource.manager.update(Meeting, { id: waitingId }, { visibility: 'private' });
  const path = `/api/recordings/${recordingId}/complete/`;
  const complete = (caller: Member) => send(world, { method: 'POST', path }, {}, caller);
  for (const caller of members.slice(1)) expect((await complete(caller)).status).toBe(404);
  expect((await complete('owner')).status).toBe(200);
});

describe('a member who was removed', () => {
  it('finds nothing of the workspace any more, of their own neither, and their private meetings when they are back', async () => {
    const [secret, shared] = [await made('member', 'private'), await made('owner', 'workspace')];
    const { fixture, workspaceId } = world;
    const [own] = await fixture.dataSource.query<{ userId: number }[]>(
      'SELECT user_id AS "userId" FROM meetings WHERE id = $1',
      [secret.id],
    );
    const { manager } = fixture.dataSource;
    const membership = { workspaceId, userId: own?.userId ?? 0 };
    await manager.delete(WorkspaceMember, membership);
    const wrong: string[] = [];
    for (const { id, mark } of [secret, shared]) {
      wrong.push(...(await told('member', id)));
      for (const { request, status, text } of await askOutright('member', mark)) {
        if (status !== 404) wrong.push(`${request.method} ${request.url}: ${status} ${text}`);
      }
    }
    expect(wrong).toEqual([]);
    await manager.insert(WorkspaceMember, { ...membership, role: 'MEMBER' });
    for (const { text } of await askOutright('member', secret.mark))
      expect(text).toContain(secret.id);
  });
});
