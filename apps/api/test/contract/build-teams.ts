import {
  newId,
  Workspace,
  WorkspaceInvitation,
  WorkspaceMember,
  type WorkspaceRole,
} from '@memo/entities';
import { buildAccount } from '@memo/testing';
import type { EntityManager } from 'typeorm';
import { marker } from './complete-meeting.ts';

export interface Team {
  id: string;
  invitationId: string;
}

/** One for each thing that can be done to a workspace once, under each of its two names. */
const uses = ['lasting', 'left', 'handedOver', 'deleted'] as const;
const names = ['workspaces', 'organizations'] as const;
export type Teams = Record<(typeof names)[number], Record<(typeof uses)[number], Team>>;

/** Who takes part in them: by role those whom the suites send as, and one more, who is an owner where they are left. */
export interface Cast {
  people: Readonly<Record<WorkspaceRole, number>>;
  colleagueId: number;
}

export async function buildTeams(manager: EntityManager, cast: Cast): Promise<Teams> {
  const all: { workspaces: object[]; members: object[]; invitations: object[] } = {
    workspaces: [],
    members: [],
    invitations: [],
  };
  const team = (isLeft: boolean): Team => {
    const [workspaceId, invitationId] = [newId(), newId()];
    all.workspaces.push({ id: workspaceId, name: `The ${marker} team`, kind: 'organization' });
    const people = Object.entries(cast.people).map(([role, userId]) => ({ role, userId }));
    const colleague = { role: isLeft ? 'OWNER' : 'MEMBER', userId: cast.colleagueId };
    all.members.push(...[...people, colleague].map((one) => ({ workspaceId, ...one })));
    all.invitations.push({
      ...{ id: invitationId, workspaceId, invitedBy: cast.people.OWNER, role: 'VIEWER' },
      ...{ tokenHash: newId(), expiresAt: new Date(Date.now() + 60 * 60 * 1_000) },
    });
    return { id: workspaceId, invitationId };
  };
  const forEach = <K extends string, T>(keys: readonly K[], make: (key: K) => T) =>
    Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, T>;
  const teams = forEach(names, () => forEach(uses, (use) => team(use === 'left')));
  await manager.insert(Workspace, all.workspaces);
  await manager.insert(WorkspaceMember, all.members);
  await manager.insert(WorkspaceInvitation, all.invitations);
  return teams;
}

/** Somebody whom the suites never send as. */
export const buildExtra = async (manager: EntityManager, email: string): Promise<number> =>
  (await buildAccount(manager, { email })).userId;
