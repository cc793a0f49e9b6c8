import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { badRequests } from './bad-requests.ts';
import { nameOf, rowOf, runningRoutes, send } from './send.ts';
import { snapshot } from './snapshot.ts';
import { buildWorld, type World } from './world.ts';
import type { OpenApi } from './operation.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld();
});

afterAll(() => world.fixture.close());

describe('bad input to any route', () => {
  it('is answered with a 4xx in the form of the contract, and nothing is stored', async () => {
    const { dataSource, api } = world.fixture;
    const document = (await api.get('/openapi.json').expect(200)).body as OpenApi;
    const columns = dataSource.entityMetadatas.flatMap((entity) =>
      entity.columns.flatMap(({ propertyName, databaseName }) => [propertyName, databaseName]),
    );
    const before = await snapshot(dataSource);
    const wrong: string[] = [];
    let sent = 0;
    const routes = await runningRoutes(world);
    // What answers under /web is the very same handler.
    for (const route of routes.filter(({ path }) => !path.startsWith('/api/v1/web'))) {
      const valid = rowOf(route).request(world);
      for (const { what, request } of badRequests(document, route, valid, columns)) {
        const answer = await send(world, route, request);
        sent += 1;
        const problem = problemWith(answer);
        if (problem !== null) wrong.push(`${nameOf(route)}, ${what}: ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(500);
    expect(await snapshot(dataSource)).toEqual(before);
  }, 180_000);
});

/** Null for a 4xx that says what is wrong. */
function problemWith({ status, text, body }: Response): string | null {
  if (status < 400 || status >= 500) return `${status} ${text.slice(0, 200)}`;
  const { detail } = body as { detail?: unknown };
  if (typeof detail === 'string' && detail !== '') return null;
  const listed = Array.isArray(detail) && detail.length > 0 && detail.every(isProblem);
  return listed ? null : `the form of ${text.slice(0, 200)}`;
}

function isProblem(entry: unknown): boolean {
  const { loc, msg, type } = entry as Record<string, unknown>;
  return Array.isArray(loc) && typeof msg === 'string' && typeof type === 'string';
}
