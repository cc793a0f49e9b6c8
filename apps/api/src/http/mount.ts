import { pipeline } from 'node:stream/promises';
import { personBehind, type Caller } from '@memo/access';
import { addLogContext } from '@memo/logging';
import { nameSpan } from '@memo/tracing';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { admit, takeOne, type Gate } from './admit.ts';
import { authorize } from './authorize.ts';
import { hasCurrent, tagOf } from './entity-tag.ts';
import { sendDetail, showProblemsAs } from './errors.ts';
import { formReader } from './form-body.ts';
import type { Reservations } from './idempotency/reservations.ts';
import { onceFor } from './idempotency/once-for.ts';
import { jsonReader, refuseCompressed } from './json-body.ts';
import { readInput, readQuery } from './read-input.ts';
import { fullPaths, type ReadFields, type Reply, type Route } from './route.ts';
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
    router[route.method](path, answer({ route, path }, label, deps));
  }
  const allowed = [...methods].map((method) => method.toUpperCase());
  if (methods.has('get')) allowed.push('HEAD');
  for (const { path } of endpoints) router.all(path, refuseMethod(allowed.join(', ')));
}

function answer({ route, path }: Endpoint, label: string, deps: MountDeps): RequestHandler {
  const { page } = route;
  const readBody = page === undefined ? jsonReader({ limitMb: route.bodyLimitMb }) : formReader();
  return async (req, res) => {
    addLogContext({ route: label });
    nameSpan(label, { 'http.route': path });
    if (page !== undefined) showProblemsAs(res, page);
    // Errors, too; an answer of its own kind says so itself.
    res.set('Cache-Control', route.auth === 'none' ? 'no-store' : 'private, no-cache');
    const admitted = await admit(deps, route, req, res);
    if (admitted !== null) logCaller(admitted.caller);
    const params = route.params && validate('path', route.params, req.params);
    const query = readQuery(route, req, res);
    const scopeFor = admitted === null ? undefined : authorize(deps.access, route, admitted);
    refuseCompressed(req);
    // Before the body is read: of two at once the second one need not send it.
    const once = await onceFor(deps.reservations, route, req, params, scopeFor);
    try {
      const sent = route.body && (await readBody(req, res));
      const whole = sent === undefined && route.bodyOptional === true ? {} : sent;
      const body = route.body && readInput(route, 'body', route.body, whole);
      const scope = await scopeFor?.(fieldsOf(body));
      const count = (key: string) => takeOne(deps.rateLimits, res, 'auth', key);
      const readFields: ReadFields = (schema, sent) => readInput(route, 'body', schema, sent);
      const credential = admitted?.credential;
      const asked = { scope, scopeFor, credential, once, readFields, count, req, res };
      const read = { params, query, body, ...asked };
      const repeated =
        scope !== undefined && route.multipart === undefined
          ? await once.repeated(scope, { fields: body })
          : null;
      const reply = repeated ?? (await route.handler(read));
      once.check(reply);
      await send(req, res, reply);
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

async function send(req: Request, res: Response, reply: Reply): Promise<void> {
  const { status, headers = {}, body, stream } = reply;
  if (stream !== undefined && res.destroyed) {
    // pipeline() refuses a client that has left, and leaves the source open.
    stream.destroy();
    return;
  }
  res.status(status).set(headers);
  if (stream !== undefined) await pipeline(stream, res);
  else if (body === undefined) res.end();
  else sendJson(req, res, body);
}

/** What is only read is sent once for each version of it, which its handler may name. */
function sendJson(req: Request, res: Response, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  if (isRead && res.statusCode === 200) {
    const etag = res.get('ETag') ?? tagOf(bytes);
    res.set('ETag', etag);
    if (hasCurrent(req, etag)) {
      res.status(304).end();
      return;
    }
  }
  // Not by res.send(), which would make bytes of a text again, and a tag of its own.
  res.type('json').set('Content-Length', String(bytes.length));
  res.end(bytes);
}

function refuseMethod(allowed: string): RequestHandler {
  return (req, res) => {
    res.set('Allow', allowed);
    if (req.method === 'OPTIONS') res.status(204).end();
    else sendDetail(res, 405, 'Method Not Allowed');
  };
}
