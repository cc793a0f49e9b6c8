import type { NamedWorkspace } from '@memo/access';
import type { Request } from 'express';
import { z } from 'zod';
import { selectsWorkspace, type Route } from './route.ts';
import { InvalidInput, validate } from './validate.ts';

export const workspaceHeader = 'X-Workspace-Id';

const id = z.uuid();

/** An empty one counts as not given: a form cannot leave a field out by null. */
const optionalId = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text))
  .pipe(id.optional());

/** For the fields of what is made in a workspace: which one, when it is not the caller's own. */
export const organizationField = optionalId.meta({
  type: 'string',
  format: 'uuid',
  description: 'The workspace it is made in: its id. X-Workspace-Id says the same',
});

const headerSchema = z.object({ [workspaceHeader]: optionalId });
const querySchema = z.object({ organization: optionalId });

export interface WorkspaceNaming {
  named: NamedWorkspace;
  /** The name is no UUID: to be answered once the request has been counted. */
  problem: InvalidInput | null;
}

/** Which workspace a request names, in its path, a header or its query. */
export function readNamedWorkspace(route: Route, req: Request): WorkspaceNaming {
  const named: NamedWorkspace = {};
  if (route.auth !== 'bearer') return { named, problem: null };
  try {
    named.workspaceId = validate('header', headerSchema, {
      [workspaceHeader]: req.get(workspaceHeader),
    })[workspaceHeader];
    if (selectsWorkspace(route)) {
      named.organization = validate('query', querySchema, {
        organization: req.query.organization,
      }).organization;
    }
  } catch (problem) {
    if (problem instanceof InvalidInput) return { named: {}, problem };
    throw problem;
  }
  // One that is no UUID is refused by the route's own schema.
  const inPath = (parameter: string) => id.safeParse(req.params[parameter]).data;
  const { workspace } = route;
  if (typeof workspace === 'object') {
    if ('meeting' in workspace) named.meetingId = inPath(workspace.meeting);
    else if ('recording' in workspace) named.recordingId = inPath(workspace.recording);
    else named.organization = inPath(workspace.path);
  }
  return { named, problem: null };
}
