import { pipeline } from 'node:stream/promises';
import { personBehind, type Caller } from '@memo/access';
import { addLogContext } from '@memo/logging';
import { Router, type RequestHandler, type Response } from 'express';
import { admit, takeOne, type Gate } from './admit.ts';
import { authorize } from './authorize.ts';
import { sendDetail } from './errors.ts';
import type { Reservations } from './idempotency/reservations.ts';
import { onceFor } from './idempotency/once-for.ts';
import { readJson, refuseCompressed } from './json-body.ts';
import { fullPaths, type Reply, type Route } from './route.ts';
import { validate } from './validate.ts';

export interface MountDeps extends Gate {
  reservations: Reservations;
}

interface Endpoint {
  route: Route;
  path: string;
}

/** A router that answers all routes under all their prefixes, and 405 for other methods on their paths. */
export function mountRoutes(routes: readonly Route[], deps: MountDeps): Router {
  const router = Router();
  const endpoints = routes.flatMap((route) => fullPaths(route).map((path) => ({ route, path })));
  const byShape = Map.groupBy(endpoints, ({ path }) => shapeOf(path));
  // Literal segments sort before parameters, so that /meetings/suggest-title is no meeting's id
  // whatever the order features are listed in.
  for (const [, sameShape] of [...byShape].sort(([a], [b]) => (a < b ? -1 : 1))) {
    mountShape(router, sameShape, deps);
  }
  return router;
}

/** The path with its parameters unnamed and without a trailing slash: what Express tells paths apart by. */
function shapeOf(path: string): string {
  return path.replace(/:\w+/g, '~').replace(/\/$/, '').toLowerCase();
}

function mountShape(router: Router, endpoints: Endpoint[], deps: MountDeps): void {
  const methods = new Set<string>();
  for (const { route, path } of endpoints) {
    const label = `${route.method.toUpperCase()} ${path}`;
    if (methods.has(route.method)) throw new Error(`Two routes answer ${label}`);
    methods.add(route.method);
    router[route.method](path, answer(route, label, deps));
  }
  const allowed = [...methods].map((method) => method.toUpperCase());
  if (methods.has('get')) allowed.push('HEAD');
  for (const { path } of endpoints) router.all(path, refuseMethod(allowed.join(', ')));
}

function answer(route: Route, label: string, deps: MountDeps): RequestHandler {
  return async (req, res) => {
    addLogContext({ route: label });
    const admitted = await admit(deps, route, req, res);
    if (admitted !== null) logCaller(admitted.caller);
    const params = route.params && validate('path', route.params, req.params);
    const query = route.query && validate('query', route.query, req.query);
    const scopeFor = admitted === null ? undefined : authorize(deps.access, route, admitted);
    refuseCompressed(req);
    // Before the body is read: of two at once the second one need not send it.
    const once = await onceFor(deps.reservations, route, req, params, scopeFor);
    try {
      const body = route.body && validate('body', route.body, await readJson(req, res));
      const scope = await scopeFor?.(fieldsOf(body));
      const count = (key: string) => takeOne(deps.rateLimits, res, 'auth', key);
      const read = { params, query, body, scope, scopeFor, once, count, req, res };
      const repeated =
        scope !== undefined && route.multipart === undefined
          ? await once.repeated(scope, { fields: body })
          : null;
      const reply = repeated ?? (await route.handler(read));
      once.check(reply);
      await send(res, reply);
    } finally {
      await once.end();
    }
  };
}

/** What a body says of its workspace, where its schema has the `organizationField`. */
function fieldsOf(body: unknown): { organization?: string } {
  const names = typeof body === 'object' && body !== null && 'organization' in body;
  return names && typeof body.organization === 'string' ? { organization: body.organization } : {};
}

function logCaller({ actor, scope }: Caller): void {
  const userId = personBehind(actor);
  addLogContext({
    ...(userId !== null && { userId }),
    ...(scope !== null && { workspaceId: scope.workspaceId }),
  });
}

async function send(res: Response, { status, headers = {}, body, stream }: Reply): Promise<void> {
  if (stream !== undefined && res.destroyed) {
    // pipeline() refuses a client that has left, and leaves the source open.
    stream.destroy();
    return;
  }
  res.status(status).set(headers);
  if (stream !== undefined) await pipeline(stream, res);
  else if (body === undefined) res.end();
  else res.json(body);
}

function refuseMethod(allowed: string): RequestHandler {
  return (req, res) => {
    res.set('Allow', allowed);
    if (req.method === 'OPTIONS') res.status(204).end();
    else sendDetail(res, 405, 'Method Not Allowed');
  };
}
