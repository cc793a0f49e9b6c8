import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { User } from '@memo/entities';
import { injections, marks } from './injections.ts';
import { formOf, jsonBodyOf, operationOf, type OpenApi, type Schema } from './operation.ts';
import { printedRoutes } from './printed-routes.ts';
import type { ValidRequest } from './route-row.ts';
import {
  nameOf,
  routesOnce,
  rowOf,
  runningRoutes,
  send,
  someoneAllowed,
  type RunningRoute,
} from './send.ts';
import { snapshot } from './snapshot.ts';
import { buildWorld, type World } from './world.ts';

let world: World;
let document: OpenApi;
/** Under the first of its prefixes each, those that delete last. */
let routes: RunningRoute[];

beforeAll(async () => {
  world = await buildWorld();
  document = (await world.fixture.api.get('/openapi.json').expect(200)).body as OpenApi;
  routes = routesOnce(await runningRoutes(world));
});

afterAll(() => world.fixture.close());

const isMarked = (route: RunningRoute): boolean =>
  operationOf(document, route)['x-contract'] === true;

const ask = (route: RunningRoute, request: ValidRequest) =>
  send(world, route, request, someoneAllowed(route));

/** The routes of the contract that take a body or a form, with what they make of their input. */
const taking = () =>
  routes.filter(isMarked).flatMap((route) => {
    const operation = operationOf(document, route);
    const schema = jsonBodyOf(document, operation) ?? formOf(operation);
    return schema === null ? [] : [{ route, schema }];
  });

const valid = (route: RunningRoute): ValidRequest => rowOf(route).request(world);

/** The request with more fields, in its body or its form. */
function withFields(request: ValidRequest, more: Readonly<Record<string, unknown>>): ValidRequest {
  const { body, form } = request;
  if (form === undefined) return { ...request, body: { ...(body as object), ...more } };
  const fields = { ...form.fields };
  for (const [name, value] of Object.entries(more)) {
    fields[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return { form: { ...form, fields } };
}

/** An answer without what differs between two of the same request. */
function sameness({ status, body }: { status: number; body: unknown }): unknown {
  const varies = /^(id|created_at|updated_at|s3_audio_path|audio_filename|duplicate_of)$/;
  const shown = JSON.stringify(body, (key, value: unknown) => (varies.test(key) ? null : value));
  return [status, shown];
}

it('the routes that ignore what they do not know are those of the contract, and no other', () => {
  expect(routes.filter(isMarked).map(nameOf).sort()).toEqual(printedRoutes);
});

describe('a field that a route of the contract does not know', () => {
  it('sets nothing, whatever column it is named after', async () => {
    const { dataSource } = world.fixture;
    const stranger = await snapshot(dataSource, world.strangersWorkspaceId);
    const wrong: string[] = [];
    for (const { route, schema } of taking()) {
      for (const injected of injections(dataSource, Object.keys(schema.properties ?? {}))) {
        const plain = sameness(await ask(route, valid(route)));
        const answer = await ask(route, withFields(valid(route), injected));
        const same = JSON.stringify(sameness(answer)) === JSON.stringify(plain);
        if (!same) wrong.push(`${nameOf(route)}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(taking().length).toBeGreaterThan(10);
    expect(await rowsWith(marks)).toEqual([]);
    expect(await snapshot(dataSource, world.strangersWorkspaceId)).toEqual(stranger);
    expect(await dataSource.manager.countBy(User, { isAdmin: true })).toBe(1);
  });

  it('is no field of the documented body, which takes others', () => {
    for (const route of routes) {
      const body = jsonBodyOf(document, operationOf(document, route));
      if (body === null) continue;
      expect([nameOf(route), body.additionalProperties]).toEqual([
        nameOf(route),
        isMarked(route) ? undefined : false,
      ]);
    }
  });
});

describe('an optional field that is left empty', () => {
  it.each([[''], [null]])('is not given, on routes of the contract: %j', async (empty) => {
    const wrong: string[] = [];
    for (const { route, schema } of taking()) {
      for (const name of optionalIn(schema)) {
        const request = valid(route);
        if (name in { ...(request.body as object) } || (empty === null && request.form)) continue;
        const plain = await ask(route, valid(route));
        const answer = await ask(route, withFields(request, { [name]: empty }));
        if (answer.status !== plain.status) {
          wrong.push(`${nameOf(route)}, ${name}: ${answer.status} ${answer.text.slice(0, 300)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is not given in a query of a route of the contract', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(isMarked)) {
      const { parameters = [] } = operationOf(document, route);
      for (const { name, in: place, required } of parameters) {
        const request = valid(route);
        if (place !== 'query' || required === true || name in { ...request.query }) continue;
        const answer = await ask(route, { ...request, query: { ...request.query, [name]: '' } });
        const plain = await ask(route, request);
        if (answer.status !== plain.status) wrong.push(`${nameOf(route)}?${name}=: ${answer.text}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a parameter that a route does not know', () => {
  const slip = { statsu: 'completed' };

  it('is ignored on routes of the contract, which name it in a Warning', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(isMarked)) {
      const request = valid(route);
      const answer = await ask(route, { ...request, query: { ...request.query, ...slip } });
      const met = answer.status === (rowOf(route).status ?? answer.status) && answer.status !== 422;
      const warning = answer.get('Warning');
      if (!met || warning !== '199 - "Ignored query parameters: statsu"') {
        wrong.push(`${nameOf(route)}: ${answer.status}, Warning ${warning}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is refused by every other route', async () => {
    const wrong: string[] = [];
    // Messengers add parameters of their own to addresses that people send each other.
    const strict = routes.filter((one) => !isMarked(one) && rowOf(one).page !== true);
    for (const route of strict) {
      const request = valid(route);
      const answer = await ask(route, { ...request, query: { ...request.query, ...slip } });
      const told = JSON.stringify(answer.body).includes('["query","statsu"]');
      if (answer.status !== 422 || !told) wrong.push(`${nameOf(route)}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });
});

const optionalIn = ({ properties = {}, required = [] }: Schema): string[] =>
  Object.entries(properties)
    .filter(([name, { format }]) => !required.includes(name) && format !== 'binary')
    .map(([name]) => name);

/** Where any row of any table has one of the texts. */
async function rowsWith(texts: readonly string[]): Promise<string[]> {
  const { dataSource } = world.fixture;
  const tables: { name: string }[] = await dataSource.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows: { row: string }[] = await dataSource.query(
      `SELECT t::text AS row FROM "${name}" AS t WHERE t::text LIKE ANY ($1)`,
      [texts.map((text) => `%${text}%`)],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row.slice(0, 300)}`));
  }
  return found;
}
