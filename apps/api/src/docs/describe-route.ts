import type { ResponseConfig, RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { keyHeader } from '../http/idempotency/key-header.ts';
import { workspaceHeader } from '../http/named-workspace.ts';
import {
  fullPaths,
  keyTakenBy,
  limitOf,
  selectsWorkspace,
  type ResponseSpec,
  type Route,
} from '../http/route.ts';
import {
  ignoredHeaders,
  rateLimitHeaders,
  replayedHeaders,
  versionHeaders,
} from './response-headers.ts';
import { hasVersions, withUsualResponses } from './usual-responses.ts';

type RequestSpec = NonNullable<RouteConfig['request']>;

const json = 'application/json';
const urlencoded = 'application/x-www-form-urlencoded';

/** Marks operations of the contract in the document. */
const contractMark = 'x-contract';

/** An operation of the OpenAPI document, under the route's first prefix. */
export function describeRoute(route: Route): RouteConfig {
  const path = fullPaths(route)[0] ?? route.path;
  const params = asParameters(route.params);
  const query = asParameters(route.query);
  const body = describeBody(route);
  return {
    method: route.method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    operationId: operationId(route.method, path),
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    tags: route.tags,
    security: route.auth === 'none' ? [] : [{ bearer: [] }],
    ...(route.contract === true && { [contractMark]: true }),
    ...headerParameters(route),
    request: {
      ...(params !== undefined && { params }),
      ...(query !== undefined && { query }),
      ...(body !== undefined && { body }),
    },
    responses: Object.fromEntries(
      Object.entries(withUsualResponses(route)).map(([status, response]) => [
        status,
        {
          ...describeResponse(response),
          ...describeHeaders(route, status),
        },
      ]),
    ),
  };
}

function describeHeaders(route: Route, status: string): Pick<ResponseConfig, 'headers'> {
  const headers = {
    ...(limitOf(route) !== 'none' && rateLimitHeaders(status)),
    ...(keyTakenBy(route)?.status === Number(status) && replayedHeaders),
    ...(hasVersions(route) && ['200', '304'].includes(status) && versionHeaders),
    ...(route.contract === true && Number(status) < 400 && ignoredHeaders),
  };
  return Object.keys(headers).length > 0 ? { headers } : {};
}

function headerParameters(route: Route): Pick<RouteConfig, 'parameters'> {
  const header = { $ref: `#/components/parameters/${workspaceHeader}` };
  const key = { $ref: `#/components/parameters/${keyHeader}` };
  const parameters = [
    ...(route.auth === 'bearer' ? [header] : []),
    ...(selectsWorkspace(route) ? [organizationParameter] : []),
    ...(keyTakenBy(route) === null ? [] : [key]),
    ...(hasVersions(route) ? [ifNoneMatch] : []),
  ];
  return parameters.length > 0 ? { parameters } : {};
}

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` of an earlier answer',
  schema: { type: 'string' },
} as const;

const organizationParameter = {
  name: 'organization',
  in: 'query',
  required: false,
  description: `The same as \`${workspaceHeader}\`, for clients that cannot send it.`,
  schema: { type: 'string', format: 'uuid' },
} as const;

function operationId(method: string, path: string): string {
  const words = path.replace(/^\/api\/v1\/(mobile\/)?/, '').match(/\w+/g) ?? [];
  return [method, ...words].join('_');
}

function asParameters(schema: z.ZodType | undefined): RequestSpec['params'] {
  if (schema === undefined) return undefined;
  if (schema instanceof z.ZodObject || schema instanceof z.ZodPipe) return schema;
  throw new Error('The schema of params or query must be an object');
}

function describeBody(route: Route): RequestSpec['body'] {
  const { body, bodyOptional, multipart, formAsJson, page } = route;
  const type = page === undefined ? json : urlencoded;
  if (body !== undefined)
    return { required: bodyOptional !== true, content: { [type]: { schema: body } } };
  if (multipart === undefined) return undefined;
  const files = mapValues(multipart.files, (file) => {
    const binary = z
      .unknown()
      .meta({ type: 'string', format: 'binary', description: file.description });
    return file.required ? binary.refine((value) => value !== undefined) : binary.optional();
  });
  const schema = z.object({ ...multipart.fields.shape, ...files });
  const encoding = mapValues(multipart.files, ({ contentType }) => ({ contentType }));
  const form = { 'multipart/form-data': { schema, encoding } };
  const alone = formAsJson === undefined ? {} : { [json]: { schema: formAsJson } };
  return { required: true, content: { ...form, ...alone } };
}

function describeResponse(response: ResponseSpec): ResponseConfig {
  const { description, schema, contentType = json, content, example } = response;
  if (content !== undefined) return { description, content };
  if (schema === undefined) return { description };
  const media = { schema, ...(example !== undefined && { example }) };
  const types = contentType.split(',').map((type) => type.trim());
  return { description, content: Object.fromEntries(types.map((type) => [type, media])) };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
