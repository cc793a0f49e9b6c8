import type { World } from './world.ts';

export interface ValidRequest {
  /** For the path's parameters. */
  params?: Record<string, string>;
  /** Several values are several parameters of that name. */
  query?: Record<string, string | string[]>;
  /** Sent as JSON; a text as it is, as if it were JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as a page's form. */
  urlencoded?: Record<string, string>;
  /** Sent as a multipart form. */
  form?: { fields: Record<string, string | string[]>; files: Record<string, Buffer> };
}

/** Who a route answers. */
export type Access =
  /** Everybody, signed in or not. */
  | 'public'
  /** Every signed-in user, with what is theirs. */
  | 'own'
  /** Those whom the thing in the path belongs to; for everybody else it is not there. */
  | 'owned'
  /** Administrators of the installation. */
  | 'admin';

export interface RouteRow {
  access: Access;
  /** What the owner could send. */
  request: (world: World) => ValidRequest;
  /** What those who may call it get, where that is not a success. */
  status?: number;
  /** It answers people in a browser: with pages, also where something is wrong. */
  page?: true;
  /** What the owner could send as JSON in place of a form. */
  json?: () => ValidRequest;
  /** Only who made the thing may do this to it, whatever their role. */
  makersOnly?: boolean;
  /** What to make worse, where `request` has something wrong already. */
  good?: (world: World) => ValidRequest;
}
