import type { Readable } from 'node:stream';
import type { Permission } from '@memo/access';
import type { Scope } from '@memo/entities';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ProblemPage } from './errors.ts';
import type { KeepMade } from './idempotency/once.ts';
import type { Content } from './idempotency/fingerprint.ts';

/** Who may call: everybody, a signed-in user with the permission, or an operator of the installation. */
type Auth = 'none' | 'bearer' | 'operator';

/** Where the workspace of a request comes from. */
type WorkspaceSource =
  /** `X-Workspace-Id`, else `organization` in the query or among the fields sent, else the caller's own. */
  | 'selected'
  /** The meeting that this parameter of the path names. */
  | { meeting: string }
  /** The meeting of the recording that this parameter of the path names. */
  | { recording: string }
  /** This parameter of the path. */
  | { path: string };

interface Allowed {
  /** What the caller's role in the workspace must permit. A caller without it gets 403 before the body is read. */
  allow: Permission;
  /** `selected` when not given. */
  workspace?: WorkspaceSource;
}

export interface ResponseSpec {
  description: string;
  schema?: z.ZodType;
  /** Of a body that is not JSON, e.g. `text/event-stream`; several are separated by commas. */
  contentType?: string;
  /** In place of both, where the schema depends on the type. */
  content?: Readonly<Record<string, { schema: z.ZodType; example?: unknown }>>;
  /** Of an error, `{ detail }` with the sentence really sent; its schema may be left out. */
  example?: unknown;
}

/** A form with files, for the documentation; the handler reads it from `req` itself, as a stream. */
interface MultipartSpec {
  fields: z.ZodObject;
  files: Record<string, FileSpec>;
}

interface FileSpec {
  description: string;
  required: boolean;
  /** The media types a client may declare, separated by commas. */
  contentType: string;
}

interface RouteInput<A extends Auth, B, Q, P> {
  body: B;
  query: Q;
  params: P;
  /** On whose behalf the request is made; undefined where `auth` is `none`. */
  scope: A extends 'none' ? undefined : Scope;
  /**
   * The scope for fields the handler has read by itself: in the workspace their `organization` names.
   * @throws AppError `not_found`, `conflict`, `forbidden`.
   */
  scopeFor: A extends 'none' ? undefined : ScopeFor;
  /** What the caller was let in with: an answer that is held open asks again whether it is still good. */
  credential: A extends 'none' ? undefined : string;
  /** What to do with the `Idempotency-Key` of the request; without one it does nothing. */
  once: RouteOnce;
  /** Form fields the handler has received by itself, read as the route takes its input. @throws InvalidInput */
  readFields: ReadFields;
  /** Counts the request under what it is about, as strictly as signing in. @throws AppError `rate_limited`. */
  count: (key: string) => Promise<void>;
  req: Request;
  res: Response;
}

export type ReadFields = <T>(schema: z.ZodType<T>, sent: unknown) => T;

export type ScopeFor = (fields: { organization?: string | undefined }) => Promise<Scope>;

export interface Reply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; without it and without a stream the response has no body. */
  body?: unknown;
  /** Sent as it is, under the Content-Type in `headers`. Destroyed when the client goes away. */
  stream?: Readable;
}

/** The `Idempotency-Key` of a request, as a handler sees it. */
export interface RouteOnce {
  hasKey: boolean;
  /** Whether an earlier request under the key has made something: of this content, or it is refused. */
  isRepeat: boolean;
  /** To be called in the transaction that makes something, last, with the name `replay` finds it by. */
  keep: KeepMade;
  /**
   * The answer to a repeat, null where it is none. For the handler of a form alone, once it has read all of it: of
   * other bodies it is asked before the handler.
   * @param scope in whose workspace the fields want it made.
   * @throws InvalidInput for other content under the key; AppError `conflict`, `gone`.
   */
  repeated(scope: Scope, content: Content): Promise<Reply | null>;
}

interface TakesKey<P> {
  /** What a request that made something was answered with. */
  status: number;
  /**
   * What the first request under the key made, read anew.
   * @throws AppError `not_found` for what has been deleted since; it is answered with 410.
   */
  replay(scope: Scope, subject: string, params: P): Promise<unknown>;
}

/** What a POST says of being sent twice: it takes an `Idempotency-Key`, or why it needs none. */
type Idempotency<P> = TakesKey<P> | { needless: string };

/** Every POST says it. */
type Repeats<P> =
  | { method: 'post'; idempotency: Idempotency<P> }
  | { method: 'get' | 'put' | 'patch' | 'delete'; idempotency?: never };

interface RouteSpec<A extends Auth, B, Q, P> {
  /** Below the prefix, in Express notation: `/meetings/:meeting_id`. A trailing slash is optional for callers. */
  path: string;
  /** Where the path lives; under the mobile and the web prefix when not given. */
  prefixes?: readonly string[];
  summary: string;
  description?: string;
  tags: string[];
  auth: A;
  /**
   * Of the document apps were written against. Its clients may send fields and parameters that nobody knows: they are
   * ignored, and those of the query are named in a `Warning`; an empty optional field counts as not given. Any other
   * route refuses what it does not know.
   */
  contract?: true;
  /**
   * For people in a browser: errors are this page, and a body is what an HTML form sends. Parameters that it does not
   * know are ignored: messengers add their own to what people send each other.
   */
  page?: ProblemPage;
  /** For probes, which ask often and from one address: not counted against any rate limit. */
  unlimited?: boolean;
  /** For signing in: the address is counted with room for an office behind it, and `count` for what is tried. */
  sharesAddress?: boolean;
  body?: z.ZodType<B>;
  /** No body at all is an empty object: the document has a client that sends none. */
  bodyOptional?: true;
  /** 1 when not given. */
  bodyLimitMb?: number;
  query?: z.ZodType<Q>;
  params?: z.ZodType<P>;
  multipart?: MultipartSpec;
  /** Of a form that may be sent as JSON instead, without files; the handler reads that by itself, too. */
  formAsJson?: z.ZodType;
  /** By status. What every route of its kind can answer (401, 422, 500 …) is documented without being listed. */
  responses: Record<number, ResponseSpec>;
  handler(input: RouteInput<A, B, Q, P>): Reply | Promise<Reply>;
}

/** What a kind of route says beside: a signed-in caller needs a permission, others are not asked for one. */
type Guard<A extends Auth> = A extends 'bearer'
  ? Allowed & { auth: A }
  : { auth: A; allow?: never; workspace?: never };

export type Route = RouteSpec<Auth, unknown, unknown, unknown> & Guard<Auth> & Repeats<unknown>;

/** Declares an endpoint once: who may call it, its validation, the types its handler sees and its documentation. */
export function defineRoute<A extends Auth, B = undefined, Q = undefined, P = undefined>(
  spec: RouteSpec<A, B, Q, P> & Guard<A> & Repeats<P>,
): Route {
  const { body } = spec;
  return body === undefined ? spec : { ...spec, body: asTaken(body, spec.contract) };
}

/** A body that refuses fields it does not know, or lets them pass, as its route does. */
function asTaken<T>(body: z.ZodType<T>, contract: true | undefined): z.ZodType<T> {
  if (!(body instanceof z.ZodObject)) throw new Error('The schema of a body must be an object.');
  const taken = contract === true ? body.strip() : body.strict();
  const meta = body.meta();
  return (meta === undefined ? taken : taken.meta(meta)) as unknown as z.ZodType<T>;
}

/** Whether the request may name its workspace by itself. */
export const selectsWorkspace = (route: Route): boolean =>
  route.auth === 'bearer' && (route.workspace ?? 'selected') === 'selected';

/** How a route answers a repeat; null for one that takes no `Idempotency-Key`. */
export const keyTakenBy = ({ idempotency }: Route): TakesKey<unknown> | null =>
  idempotency !== undefined && 'replay' in idempotency ? idempotency : null;

/**
 * What requests to a route are counted under before their body is read: signing in and pages by the address, signing up
 * by that and more strictly; everything else by who is calling.
 */
export function limitOf(
  route: Route,
): 'none' | 'auth' | 'auth-address' | 'page-address' | 'caller' {
  if (route.unlimited === true) return 'none';
  if (route.page !== undefined) return 'page-address';
  if (route.auth !== 'none' || !route.path.startsWith('/auth/')) return 'caller';
  return route.sharesAddress === true ? 'auth-address' : 'auth';
}

const defaultPrefixes = ['/api/v1/mobile', '/api/v1/web'] as const;

/** Every full path a route answers under, the documented one first. */
export function fullPaths(route: Route): string[] {
  return (route.prefixes ?? defaultPrefixes).map((prefix) => prefix + route.path);
}
