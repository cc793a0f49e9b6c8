import { User } from '@memo/entities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { createDemoApp, demoRoutes } from '../../../test/demo-app.ts';
import { createDebugRoutesFeature } from './debug-routes.feature.ts';

const path = '/api/v1/mobile/debug/routes';

describe('the list of routes, on a server', () => {
  let fixture: ApiFixture;
  beforeAll(async () => {
    fixture = await startApi();
  });
  afterAll(() => fixture.close());

  it('asks who is calling', async () => {
    await fixture.api.get(path).expect(401);
  });

  it('is for admins', async () => {
    const { authorization, user } = await fixture.person();
    await fixture.api
      .get(path)
      .set('authorization', authorization)
      .expect(403, { detail: 'This is for the operators of this installation alone.' });

    await fixture.dataSource.manager.update(User, { id: user.id }, { isAdmin: true });
    const answer = await fixture.api.get(path).set('authorization', authorization).expect(200);
    expect(answer.body).toContainEqual({
      method: 'GET',
      path: '/health',
      summary: expect.any(String),
      auth: 'none',
      permission: null,
    });
  });
});

describe('the list of routes, in development', () => {
  const debug = createDebugRoutesFeature({ routes: demoRoutes, development: true });
  const app = createDemoApp({ routes: [...demoRoutes, ...debug.routes] });

  it.each([path, path.replace('mobile', 'web')])('is for everyone, at %s', async (address) => {
    await request(app).get(address).expect(200);
  });

  it('has every route under every path, itself too, in order', async () => {
    const answer = await request(app).get(path);
    const list = answer.body as { method: string; path: string }[];
    const labels = list.map((route) => `${route.method} ${route.path}`);
    expect(labels).toEqual(
      expect.arrayContaining([
        'GET /api/v1/crm/people',
        'DELETE /api/v1/mobile/notes/{note_id}',
        'DELETE /api/v1/web/notes/{note_id}',
        `GET ${path}`,
      ]),
    );
    const paths = list.map((route) => route.path);
    expect(paths).toEqual([...paths].sort());
    expect(list).toContainEqual({
      method: 'POST',
      path: '/api/v1/mobile/notes/',
      summary: 'Create a note',
      auth: 'bearer',
      permission: 'meeting.create',
    });
  });
});
