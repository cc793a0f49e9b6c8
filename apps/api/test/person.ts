import { WorkspaceMember, type Tenant, type WorkspaceRole } from '@memo/entities';
import { buildScope } from '@memo/testing';
import type { DataSource } from 'typeorm';
import type { Agent } from 'supertest';

export const password = 'correct horse battery';

export interface Session {
  access_token: string;
  refresh_token: string;
  token_type: string;
  user: { id: number; email: string; name: string };
}

/** Where somebody works and as what; left out, in a workspace of their own, and as an owner. */
export interface Place {
  workspace?: Tenant;
  role?: WorkspaceRole;
}

export type Person = Awaited<ReturnType<ReturnType<typeof personBuilder>>>;

const auth = '/api/v1/mobile/auth';

/**
 * Makes people who are signed in to this API.
 * @param dataSource of the database the API has.
 */
export function personBuilder(api: Agent, { manager }: DataSource) {
  let people = 0;

  /** Somebody new, signed in to the one workspace they work in. */
  return async ({ workspace, role = 'OWNER' }: Place = {}) => {
    people += 1;
    const credentials = { email: `robin${people}@example.com`, password };
    const account = { name: 'Robin', ...credentials };
    let answer = await api.post(`${auth}/register`).send(account).expect(201);
    const { user } = answer.body as Session;
    const own = { userId: user.id };
    if (workspace !== undefined) {
      const { workspaceId } = workspace;
      await manager.update(WorkspaceMember, own, { workspaceId, role });
      // A token is for the workspace that its owner had when it was made.
      answer = await api.post(`${auth}/login`).send(credentials).expect(200);
    } else if (role !== 'OWNER') await manager.update(WorkspaceMember, own, { role });
    const session = answer.body as Session;
    const { workspaceId } = await manager.findOneByOrFail(WorkspaceMember, own);

    return {
      ...session,
      authorization: `Bearer ${session.access_token}`,
      scope: buildScope({ workspaceId, userId: user.id, role }),
      /** Has this role from now on where they are signed in; `scope` keeps the first one. */
      become: async (later: WorkspaceRole) => {
        await manager.update(WorkspaceMember, { workspaceId, ...own }, { role: later });
      },
      /** Works in this workspace too, and stays signed in to the first one. */
      join: async (further: Tenant, as: WorkspaceRole) => {
        const member = { workspaceId: further.workspaceId, ...own, role: as };
        await manager.insert(WorkspaceMember, member);
      },
    };
  };
}
