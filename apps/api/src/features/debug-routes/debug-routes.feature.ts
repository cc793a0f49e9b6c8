import { z } from 'zod';
import type { Feature } from '../../feature.ts';
import { defineRoute, fullPaths, type Route } from '../../http/route.ts';

export interface DebugRoutesDeps {
  /** What the API answers besides. */
  routes: readonly Route[];
  /** Shows the list to everyone; otherwise it is for admins. */
  development: boolean;
}

const listSchema = z
  .array(
    z.object({
      method: z.string(),
      path: z.string().describe('With its parameters in braces'),
      summary: z.string(),
      auth: z.enum(['none', 'bearer']).describe('Whether it asks for an access token'),
      permission: z
        .string()
        .nullable()
        .describe("What the caller's role must permit; null where no role counts"),
    }),
  )
  .meta({
    id: 'RouteList',
    example: [
      {
        method: 'GET',
        path: '/health',
        summary: 'Is the process alive?',
        auth: 'none',
        permission: null,
      },
      {
        method: 'GET',
        path: '/api/v1/mobile/meetings/{meeting_id}',
        summary: 'Get a meeting',
        auth: 'bearer',
        permission: 'meeting.read',
      },
    ],
  });

/** The list of all endpoints, for developers who look for one. */
export function createDebugRoutesFeature({ routes, development }: DebugRoutesDeps): Feature {
  const debugRoute: Route = defineRoute({
    method: 'get',
    path: '/debug/routes',
    contract: true,
    summary: 'Every endpoint there is',
    description: 'In development for everyone, otherwise for admins.',
    tags: ['Health'],
    auth: development ? 'none' : 'operator',
    responses: { 200: { description: 'The endpoints, by path', schema: listSchema } },
    handler: () => ({ status: 200, body: list }),
  });
  const list = [...routes, debugRoute].flatMap(describe).sort(byPath);
  return { routes: [debugRoute] };
}

type Listed = z.infer<typeof listSchema>[number];

const describe = (route: Route): Listed[] =>
  fullPaths(route).map((path) => ({
    method: route.method.toUpperCase(),
    path: path.replace(/:(\w+)/g, '{$1}'),
    summary: route.summary,
    auth: route.auth === 'none' ? 'none' : 'bearer',
    permission: route.auth === 'bearer' ? route.allow : null,
  }));

function byPath(a: Listed, b: Listed): number {
  if (a.path === b.path) return a.method < b.method ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}
