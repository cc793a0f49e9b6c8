import { Identity, newId, WorkspaceMember, type Tenant, type WorkspaceRole } from '@memo/entities';
import { buildAccount, buildScope } from '@memo/testing';
import argon2 from 'argon2';
import type { DataSource } from 'typeorm';
import type { Agent } from 'supertest';
import { price } from '../src/features/auth/passwords.ts';

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

/** Somebody new with this role in a workspace, who is signed in to their own; `scope` is theirs there. */
export async function aMemberOf(
  { person }: { person: ReturnType<typeof personBuilder> },
  workspaceId: string,
  role: WorkspaceRole,
): Promise<Person> {
  const someone = await person();
  await someone.join({ workspaceId }, role);
  const { userId } = someone.scope;
  return { ...someone, scope: buildScope({ workspaceId, userId, role }) };
}

let hashed: Promise<string> | undefined;

/** Of the password, as registration makes it, once. */
function knownHash(): Promise<string> {
  hashed ??= argon2.hash(password, price);
  return hashed;
}

/** No password has it, and to find that out takes a second. */
export const slowHash = `$argon2id$v=19$m=19456,t=80,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

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
    const account = await buildAccount(manager, { email: credentials.email });
    const own = { userId: account.userId };
    const { workspaceId } = workspace ?? account;
    await manager.update(WorkspaceMember, own, { workspaceId, role });
    await manager.insert(Identity, {
      ...{ id: newId(), ...own, provider: 'local', subject: credentials.email },
      passwordHash: await knownHash(),
    });
    const answer = await api.post(`${auth}/login`).send(credentials).expect(200);
    const session = answer.body as Session;

    return {
      ...session,
      authorization: `Bearer ${session.access_token}`,
      scope: buildScope({ workspaceId, ...own, role }),
      /** Has this role from now on, where they are signed in unless it says where; `scope` keeps the first one. */
      become: async (later: WorkspaceRole, where: Tenant = { workspaceId }) => {
        const member = { workspaceId: where.workspaceId, ...own };
        await manager.update(WorkspaceMember, member, { role: later });
      },
      /** Works in this workspace too, and stays signed in to the first one. */
      join: async (further: Tenant, as: WorkspaceRole) => {
        const member = { workspaceId: further.workspaceId, ...own, role: as };
        await manager.insert(WorkspaceMember, member);
      },
    };
  };
}
