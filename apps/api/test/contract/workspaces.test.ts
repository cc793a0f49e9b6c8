import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, WorkspaceMember } from '@memo/entities';
import { buildWav } from '@memo/testing';
import type { Test } from 'supertest';
import { buildWorld, type Caller, type World } from './world.ts';

let world: World;
/** The member's own. */
let personal: string;

beforeAll(async () => {
  world = await buildWorld();
  personal = (await bodyOf(me('member'))).workspace.id;
});

afterAll(() => world.fixture.close());

const mobile = '/api/v1/mobile';
const header = 'X-Workspace-Id';

/** As much of any answer as is looked at. */
interface Body {
  id: string;
  workspace: { id: string };
  permissions: string[];
  detail: string;
}

const bodyOf = async (test: Test, status = 200): Promise<Body> =>
  (await test.expect(status)).body as Body;

const as = (caller: Caller) => ({ authorization: world.authorization[caller] ?? '' });
const me = (caller: Caller) => world.fixture.api.get(`${mobile}/auth/me`).set(as(caller));
const templates = () => world.fixture.api.post(`${mobile}/templates`).set(as('member'));
const meeting = (meetingId = world.meetingId) =>
  world.fixture.api.get(`${mobile}/meetings/${meetingId}`).set(as('member'));

describe('a request is about', () => {
  it('the personal workspace when it names none', async () => {
    const body = await bodyOf(me('member'));
    expect(body).toMatchObject({
      name: 'Robin',
      workspace: { kind: 'personal' },
      role: 'OWNER',
      permissions: expect.arrayContaining(['meeting.create', 'usage.read']),
    });
    expect(personal).not.toBe(world.workspaceId);
  });

  it('the personal workspace when the name it gives is empty, wherever that stands', async () => {
    for (const asked of [me('member').query({ organization: '' }), me('member').set(header, '')]) {
      expect(await bodyOf(asked)).toMatchObject({ workspace: { id: personal } });
    }
    const { api } = world.fixture;
    const made = await bodyOf(templates().send({ title: 'Own', organization: '' }), 201);
    await api.get(`${mobile}/templates/${made.id}`).set(as('member')).expect(200);
    const uploaded = await bodyOf(upload('viewer', ''), 201);
    await api.get(`${mobile}/meetings/${uploaded.id}`).set(as('owner')).expect(404);
    await api.get(`${mobile}/meetings/${uploaded.id}`).set(as('viewer')).expect(200);
  });

  it('the workspace in X-Workspace-Id, with the role the caller has there', async () => {
    const body = await bodyOf(me('viewer').set(header, world.workspaceId));
    expect(body).toMatchObject({ workspace: { id: world.workspaceId }, role: 'VIEWER' });
    expect(body.permissions).toContain('meeting.read');
    expect(body.permissions).not.toContain('meeting.create');
  });

  it('the workspace that organization names in the query', async () => {
    const body = await bodyOf(me('member').query({ organization: world.workspaceId }));
    expect(body).toMatchObject({ workspace: { id: world.workspaceId }, role: 'MEMBER' });
  });

  it('the workspace that organization names in the body of what is made', async () => {
    const body = await bodyOf(
      templates().send({ title: 'Shared', organization: world.workspaceId }),
      201,
    );
    const { api } = world.fixture;
    await api.get(`${mobile}/templates/${body.id}`).set(as('owner')).expect(200);
    await api.get(`${mobile}/templates/${body.id}`).set(as('member')).expect(404);
  });

  it('the workspace that organization names in the form of an upload', async () => {
    const body = await bodyOf(upload('member'), 201);
    await world.fixture.api.get(`${mobile}/meetings/${body.id}`).set(as('owner')).expect(200);
  });

  it('the workspace of the meeting in its path', async () => {
    await meeting().expect(200);
    await meeting().set(header, world.workspaceId.toUpperCase()).expect(200);
  });
});

describe('a request is refused', () => {
  it('with 409 when it names another workspace than that of its meeting', async () => {
    const body = await bodyOf(meeting().set(header, personal), 409);
    expect(body.detail).toContain('another workspace');
  });

  it('with 404 when its meeting is not there, whatever workspace it names', async () => {
    for (const named of [personal, world.workspaceId, newId()]) {
      await meeting(newId()).set(header, named).expect(404, { detail: 'Meeting not found' });
    }
  });

  it('with 404 when the caller is no member of the workspace it names', async () => {
    const body = await bodyOf(me('stranger').set(header, world.workspaceId), 404);
    expect(body.detail).toContain('no member');
    const { detail } = body;
    await me('member').set(header, newId()).expect(404, { detail });
    await me('member').query({ organization: newId() }).expect(404, { detail });
    await templates().send({ title: 'x', organization: newId() }).expect(404, { detail });
  });

  it('with 422 when what it names is no id', async () => {
    const body = await bodyOf(me('member').set(header, 'acme'), 422);
    expect(body.detail).toEqual([
      expect.objectContaining({ loc: ['header', header], msg: 'must be a UUID' }),
    ]);
  });

  it('with 409 when it names two workspaces', async () => {
    const organization = world.workspaceId;
    await me('member').set(header, personal).query({ organization }).expect(409);
    await templates().set(header, personal).send({ title: 'x', organization }).expect(409);
    await templates().set(header, organization).send({ title: 'x', organization }).expect(201);
  });

  it('with 403 when the role in the workspace of a form does not permit it, and leaves no recording', async () => {
    const before = await world.fixture.objectKeys();
    await upload('viewer').expect(403);
    expect(await world.fixture.objectKeys()).toEqual(before);
  });

  it('with 401 when the caller left the workspace their token is for', async () => {
    const { manager } = world.fixture.dataSource;
    const { authorization, user } = await world.fixture.person();
    await manager.update(WorkspaceMember, { userId: user.id }, { workspaceId: world.workspaceId });
    await world.fixture.api.get(`${mobile}/auth/me`).set({ authorization }).expect(401);
  });
});

it('a compressed upload is a 415 that says how to send it, and is not stored', async () => {
  const { api, objectKeys } = world.fixture;
  const before = await objectKeys();
  const packed = api
    .post(`${mobile}/meetings/`)
    .set(as('owner'))
    .set('Content-Encoding', 'br')
    .field('title', 'Packed')
    .attach('audio_file', buildWav(2_000), 'a.wav');
  const body = await bodyOf(packed, 415);
  expect(body.detail).toContain('without Content-Encoding');
  expect(await objectKeys()).toEqual(before);
});

const upload = (caller: Caller, organization = world.workspaceId) =>
  world.fixture.api
    .post(`${mobile}/meetings/`)
    .set(as(caller))
    .field('title', 'Shared')
    .field('organization', organization)
    .attach('audio_file', buildWav(2_000), 'a.wav');
