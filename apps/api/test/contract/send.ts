import type { Permission } from '@memo/access';
import type { Response, Test } from 'supertest';
import type { RouteRow, ValidRequest } from './route-row.ts';
import { routeRows } from './route-rows.ts';
import type { Caller, World } from './world.ts';

/** A route as the running router names it. */
export interface RunningRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Whole, with `{parameters}`. */
  path: string;
  permission: Permission | null;
}

/** What the router of a running API answers, from the API itself. */
export async function runningRoutes({ fixture, authorization }: World): Promise<RunningRoute[]> {
  const answer = await fixture.api
    .get('/api/v1/mobile/debug/routes')
    .set('authorization', authorization.admin ?? '')
    .expect(200);
  const routes = answer.body as RunningRoute[];
  const deletes = routes.filter(({ method }) => method === 'DELETE');
  const depth = ({ path }: RunningRoute) => path.split('/').length;
  // What a thing has is deleted before the thing itself.
  return [
    ...routes.filter(({ method }) => method !== 'DELETE'),
    ...deletes.sort((a, b) => depth(b) - depth(a)),
  ];
}

/**
 * By which it stands in the table. At its document's own path below `/api` a route is either one that the usual prefixes
 * have as well, under the same name, or another one; that has a row with its whole path.
 */
export function nameOf({ method, path }: Pick<RunningRoute, 'method' | 'path'>): string {
  const whole = `${method} ${path}`;
  if (routeRows[whole] !== undefined) return whole;
  return `${method} ${path.replace(/^\/api(\/v1\/(mobile|web|crm))?(?=\/)/, '')}`;
}

/** Each route under the first of its prefixes alone, those that delete last. */
export const routesOnce = (routes: readonly RunningRoute[]): RunningRoute[] =>
  routes.filter((route) => !isMountedAgain(route)).sort((a, b) => lateness(a) - lateness(b));

/** What is deleted comes last, and what is of another thing before that one. */
const lateness = ({ method, path }: RunningRoute): number =>
  method === 'DELETE' ? 100 - path.split('/').length : 0;

const isMountedAgain = (route: RunningRoute): boolean =>
  route.path.startsWith('/api/v1/web/') ||
  (/^\/api\/(?!v1\/)/.test(route.path) && nameOf(route) !== `${route.method} ${route.path}`);

/** @throws Error for a route without a row: every route says who may call it. */
export function rowOf(route: RunningRoute): RouteRow {
  const row = routeRows[nameOf(route)];
  if (row === undefined) throw new Error(`${nameOf(route)} has no row in route-rows.ts`);
  return row;
}

/** Somebody whom a route answers. */
export const someoneAllowed = (route: RunningRoute): Caller =>
  rowOf(route).access === 'admin' ? 'admin' : 'owner';

/** Sends a request to a route as somebody. */
export function send(
  world: World,
  { method, path }: Pick<RunningRoute, 'method' | 'path'>,
  { params = {}, query = {}, headers = {}, body, urlencoded, form }: ValidRequest,
  caller: Caller = 'owner',
): Promise<Response> {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const request = start(world, method, address + queryString(query)).set(headers);
  const authorization = world.authorization[caller];
  if (authorization !== undefined) void request.set('authorization', authorization);
  if (form !== undefined) {
    for (const [name, value] of pairs(form.fields)) void request.field(name, value);
    for (const [name, file] of Object.entries(form.files)) void request.attach(name, file, 'a.wav');
    return request.then((answer) => answer);
  }
  if (urlencoded !== undefined)
    return request
      .type('form')
      .send(urlencoded)
      .then((it) => it);
  if (typeof body === 'string') void request.type('json');
  return request.send(body as string | object | undefined).then((answer) => answer);
}

function queryString(query: NonNullable<ValidRequest['query']>): string {
  const text = new URLSearchParams(pairs(query)).toString();
  return text === '' ? '' : `?${text}`;
}

const pairs = (values: Readonly<Record<string, string | string[]>>): [string, string][] =>
  Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );

function start({ fixture: { api } }: World, method: RunningRoute['method'], path: string): Test {
  switch (method) {
    case 'GET':
      return api.get(path);
    case 'POST':
      return api.post(path);
    case 'PUT':
      return api.put(path);
    case 'PATCH':
      return api.patch(path);
    case 'DELETE':
      return api.delete(path);
  }
}
