import type { RouteRow, ValidRequest } from './route-row.ts';
import type { World } from './world.ts';

/** The rows of one of the names under which workspaces answer. */
function rowsBelow(base: string, name: 'workspaces' | 'organizations'): Record<string, RouteRow> {
  const one = `${base}/{workspace_id}`;
  const of =
    (use: keyof World['teams']['workspaces'], rest: (world: World) => ValidRequest = () => ({})) =>
    (world: World): ValidRequest => {
      const { params, ...request } = rest(world);
      return { params: { workspace_id: world.teams[name][use].id, ...params }, ...request };
    };
  const colleague = ({ colleagueId }: World) => ({ params: { user_id: String(colleagueId) } });
  const named = () => ({ body: { name: 'Renamed' } });
  return {
    [`GET ${base}/`]: { access: 'own', request: () => ({}) },
    [`POST ${base}/`]: { access: 'own', request: () => ({ body: { name: 'Mine' } }) },
    [`GET ${one}`]: { access: 'owned', request: of('lasting') },
    [`PUT ${one}`]: { access: 'owned', request: of('lasting', named) },
    [`PATCH ${one}`]: { access: 'owned', request: of('lasting', named) },
    [`DELETE ${one}`]: { access: 'owned', request: of('deleted') },
    [`GET ${one}/members/`]: { access: 'owned', request: of('lasting') },
    [`POST ${one}/members/`]: {
      access: 'owned',
      request: of('lasting', ({ newcomerEmail }) => ({
        body: { email: newcomerEmail, role: 'VIEWER' },
      })),
    },
    [`PATCH ${one}/members/{user_id}`]: {
      access: 'owned',
      request: of('lasting', (world) => ({ ...colleague(world), body: { role: 'ADMIN' } })),
    },
    [`DELETE ${one}/members/{user_id}`]: { access: 'owned', request: of('lasting', colleague) },
    [`POST ${one}/leave`]: { access: 'owned', request: of('left') },
    [`POST ${one}/transfer`]: {
      access: 'owned',
      request: of('handedOver', ({ colleagueId }) => ({ body: { user_id: colleagueId } })),
    },
    [`GET ${one}/invitations/`]: { access: 'owned', request: of('lasting') },
    [`POST ${one}/invitations/`]: {
      access: 'owned',
      request: of('lasting', () => ({ body: { email: 'kim@example.com', role: 'VIEWER' } })),
    },
    [`DELETE ${one}/invitations/{invitation_id}`]: {
      access: 'owned',
      request: of('lasting', ({ teams }) => ({
        params: { invitation_id: teams[name].lasting.invitationId },
      })),
    },
  };
}

export const workspaceRows: Readonly<Record<string, RouteRow>> = {
  ...rowsBelow('/workspaces', 'workspaces'),
  ...rowsBelow('/auth/organizations', 'organizations'),
  'POST /invitations/accept': {
    access: 'own',
    request: () => ({ body: { token: 'unknown' } }),
    status: 404,
  },
  'GET /invitations': {
    access: 'public',
    request: () => ({ query: { token: 'unknown' } }),
    status: 404,
  },
};
