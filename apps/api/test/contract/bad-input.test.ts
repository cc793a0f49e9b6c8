import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import type { Response } from 'supertest';
import type { BadRequest } from './bad-request.ts';
import { badRequests } from './bad-requests.ts';
import {
  nameOf,
  routesOnce,
  rowOf,
  runningRoutes,
  send,
  someoneAllowed,
  type RunningRoute,
} from './send.ts';
import { keptState } from './snapshot.ts';
import { buildWorld, type World } from './world.ts';
import type { OpenApi } from './operation.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld();
});

afterAll(() => world.fixture.close());

/** How many requests are on their way at once. */
const atOnce = 8;

describe('bad input to any route', () => {
  it('is answered with a 4xx in the form of the contract, and nothing is stored', async () => {
    const { dataSource, api } = world.fixture;
    const document = (await api.get('/openapi.json').expect(200)).body as OpenApi;
    const columns = dataSource.entityMetadatas.flatMap((entity) =>
      entity.columns.flatMap(({ propertyName, databaseName }) => [propertyName, databaseName]),
    );
    const before = await keptState(world.fixture);
    const todo = routesOnce(await runningRoutes(world)).flatMap((route) => {
      const { request, json, good = request } = rowOf(route);
      const valid = [good(world), ...(json === undefined ? [] : [json()])];
      return valid.flatMap((one) =>
        badRequests(document, route, one, [...new Set(columns)]).map((bad) => ({ route, bad })),
      );
    });
    expect(todo.length).toBeGreaterThan(1_000);

    const wrong: string[] = [];
    const rest = todo.values();
    const sendRest = async () => {
      for (const { route, bad } of rest) wrong.push(...(await problemsOf(route, bad)));
    };
    await Promise.all(Array.from({ length: atOnce }, sendRest));
    expect(wrong).toEqual([]);
    // A refused recording is taken away behind the answer.
    await waitFor('refused recordings to be gone', async () => {
      const { objects, uploads, rows } = await keptState(world.fixture);
      const left = objects.length + uploads.length;
      return (
        left <= before.objects.length + before.uploads.length &&
        rows.unclaimed_objects === before.rows.unclaimed_objects
      );
    });
    expect(await keptState(world.fixture)).toEqual(before);
  }, 120_000);
});

async function problemsOf(route: RunningRoute, bad: BadRequest): Promise<string[]> {
  const answer = await send(world, route, bad.request, someoneAllowed(route));
  // What is wrong in the address of a page is told to people as any other address that leads nowhere.
  const met =
    rowOf(route).page === true
      ? answer.status === 404 && answer.type === 'text/html'
      : answer.status === bad.status && isWellFormed(answer, bad);
  return met
    ? []
    : [`${nameOf(route)}, ${bad.what}: ${answer.status} ${answer.text.slice(0, 200)}`];
}

/** A sentence, or for 422 a list that names each place at fault. */
function isWellFormed({ status, body }: Response, { at }: BadRequest): boolean {
  const { detail } = body as { detail?: unknown };
  if (status !== 422) return typeof detail === 'string' && detail !== '';
  if (!Array.isArray(detail) || detail.length === 0 || !detail.every(isProblem)) return false;
  const named = new Set(detail.map(({ loc: [place, field] }) => `${place} ${field}`));
  return at.every(([place, field]) => named.has(`${place} ${field}`));
}

function isProblem(entry: unknown): entry is { loc: string[] } {
  const { loc, msg, type } = entry as Record<string, unknown>;
  return Array.isArray(loc) && typeof msg === 'string' && typeof type === 'string';
}
