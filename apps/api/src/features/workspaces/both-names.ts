import { meetInPrefixes } from '../../http/prefixes.ts';
import type { Route } from '../../http/route.ts';

/** What every route about workspaces has: where it lives, and its group in the document. */
export const workspaceRoute = {
  prefixes: meetInPrefixes,
  tags: ['Workspaces'],
  auth: 'bearer' as const,
};

/** For a route about the workspace its path names. */
export const ofWorkspace = { ...workspaceRoute, workspace: { path: 'workspace_id' } };

/** The same routes under this API's own name for a workspace and under that of meetIN, which calls it an organization. */
export const underBothNames = (routesBelow: (base: string) => Route[]): Route[] =>
  ['/workspaces', '/auth/organizations'].flatMap(routesBelow);
