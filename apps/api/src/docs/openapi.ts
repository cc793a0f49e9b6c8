import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { keyHeader, maxKeyLength } from '../http/idempotency/key-header.ts';
import { workspaceHeader } from '../http/named-workspace.ts';
import type { Route } from '../http/route.ts';
import { describeRoute } from './describe-route.ts';
import { allowNullRefs } from './nullable-refs.ts';
import { responseHeaders } from './response-headers.ts';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const license = { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' };

const description = `Recorded meetings into transcripts, summaries and analytics.

Every path under \`/api/v1/mobile\` answers in the same way under \`/api/v1/web\`. A trailing slash is optional.
A request is about the workspace its path names, or that of the meeting its path names; otherwise about the one in
\`X-Workspace-Id\`, else in \`organization\`, else about the caller's own. \`GET /auth/me\` says what the caller may do there.

Requests that make something take an \`Idempotency-Key\` of the client's choice: sent again under the same key they
make nothing twice, and \`Idempotency-Replayed: true\` says so.

Operations with \`x-contract: true\` ignore fields they do not know, and take an optional field that is empty or null as
not given, where it has no meaning of its own. Parameters of the query that they do not know are ignored and named in a
\`Warning\`. All others answer 422.

Answers are compressed (gzip, Brotli) as \`Accept-Encoding\` allows. What is read has an \`ETag\`; with \`If-None-Match\`
the answer is 304 while nothing has changed.

Every response carries an \`X-Request-Id\`; send one to have it used.

Requests are counted by minute: those with a valid access token by user, others by address, signing in more strictly.
Every counted response says in \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` where the caller
stands; over the limit the answer is 429 with \`Retry-After\`.`;

/** What each group of endpoints is for. */
const tagDescriptions: Readonly<Record<string, string>> = {
  Minutes: 'What is told of a meeting, to whom and in which language, with its versions',
  'Action items': 'What is to be done after a meeting, and after all of them',
  Health: 'Is the service there, and what does it answer?',
  Authentication: 'Signing in with a password, Microsoft or Google, and sessions',
  meetIN: 'What the document of meetIN’s backend promises in a form of its own',
  Workspaces: 'Where people work on meetings together: members, their roles, invitations',
  Meetings: 'Recordings and what was made of them',
  Recordings: 'Bringing recordings straight into the storage, to meetings that wait for them',
  Transcripts: 'What was said, in pages, and what people mended of it',
  Changes: 'What happened since a client that keeps a copy last looked',
  Sharing: 'Links that show one meeting to people without an account',
  'Shared meetings': 'The pages of those links',
  Templates: 'What a note looks for in a kind of meeting',
  Transcription: 'The background service that works on recordings',
  Operations: 'For those who operate the installation: what failed of everybody',
  Suggestions: 'A template, title or description for a recording that is not a meeting yet',
  Speakers: 'Who spoke, and profiles of people over many meetings',
  Analytics: 'Numbers about one meeting, or about many',
  Usage: 'What was spent on a meeting or in a month, and what a meeting is likely to cost',
};

/** The OpenAPI 3.1 document of all routes, each under its first prefix. */
export function createOpenApiDocument(routes: readonly Route[], version: string): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The `access_token` of `/auth/login` or `/auth/register`.',
  });
  registry.registerComponent('parameters', workspaceHeader, {
    name: workspaceHeader,
    in: 'header',
    required: false,
    description:
      'The workspace the request is about, by its id. Where the path names a meeting or a workspace it may be left out, and must not name another.',
    schema: { type: 'string', format: 'uuid' },
  });
  registry.registerComponent('parameters', keyHeader, {
    name: keyHeader,
    in: 'header',
    required: false,
    description:
      'Makes a repeat safe: the request is done once for each key of a person in a workspace, within 24 hours. A repeat with the same content is answered with what the first one made; other content under the same key is 422, and 409 says that the first request is still under way.',
    schema: { type: 'string', minLength: 1, maxLength: maxKeyLength, pattern: '^[!-~]+$' },
  });
  for (const [name, header] of Object.entries(responseHeaders)) {
    registry.registerComponent('headers', name, header);
  }
  for (const route of routes) registry.registerPath(describeRoute(route));

  const components = namedSchemas(routes).map((schema) => ({ type: 'schema' as const, schema }));
  const generator = new OpenApiGeneratorV31([...components, ...registry.definitions]);
  const document = generator.generateDocument({
    openapi: '3.1.0',
    info: { title: 'Memo API', version, description, license },
    servers: [{ url: '/', description: 'The host this document comes from' }],
    tags: [...new Set(routes.flatMap((route) => route.tags))].map(describeTag),
  });
  return allowNullRefs(document);
}

/**
 * All schemas with a name (`.meta({ id })`) anywhere inside routes or schemas. The generator gets them before any
 * route, because it shapes a component after its first use, and a first use may be nullable.
 */
function namedSchemas(part: unknown, seen = new Set()): z.ZodType[] {
  if (typeof part !== 'object' || part === null || seen.has(part)) return [];
  seen.add(part);
  const inside = part instanceof z.ZodType ? part.def : part;
  const inner = Object.values<unknown>({ ...inside }).flatMap((item) => namedSchemas(item, seen));
  return part instanceof z.ZodType && part.meta()?.id !== undefined ? [...inner, part] : inner;
}

function describeTag(name: string) {
  const description = tagDescriptions[name];
  return { name, ...(description !== undefined && { description }) };
}
