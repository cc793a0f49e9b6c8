import { permissionsOf } from '@memo/access';
import type { Origin, Scope, User, Workspace } from '@memo/entities';
import type { Me, WireSession, WireUser } from './auth.schemas.ts';
import type { SessionRow } from './sessions.sql.ts';

export interface Account {
  user: Pick<
    User,
    | 'id'
    | 'email'
    | 'name'
    | 'isActive'
    | 'deletedAt'
    | 'isAdmin'
    | 'emailVerified'
    | 'tokenVersion'
  >;
  /** The workspace sign-in opens: the personal one. */
  workspaceId: string;
}

/** On whose behalf what concerns the account itself is recorded: its own, in its personal workspace. */
export const personalScope = ({ user, workspaceId }: Account, origin: Origin | null): Scope => ({
  workspaceId,
  actor: { kind: 'user', userId: user.id },
  role: 'OWNER',
  isOperator: user.isAdmin,
  origin,
});

/** A user in a workspace that is theirs or that they work in. */
export interface Profile {
  user: Pick<User, 'id' | 'email' | 'name'>;
  workspace: Pick<Workspace, 'id' | 'name' | 'kind'>;
}

export const toWireUser = ({ user: { id, email, name } }: Pick<Profile, 'user'>): WireUser => ({
  id,
  email,
  name,
});

export const toWireSession = (session: SessionRow, isCurrent: boolean): WireSession => ({
  id: session.id,
  created_at: session.createdAt.toISOString(),
  last_used_at: session.lastUsedAt.toISOString(),
  expires_at: session.expiresAt.toISOString(),
  ip: session.ip,
  client: session.client,
  current: isCurrent,
});

export const toMe = (profile: Profile, scope: Scope): Me => {
  const { id, name, kind } = profile.workspace;
  return {
    ...toWireUser(profile),
    workspace: { id, name, kind },
    role: scope.role,
    permissions: permissionsOf(scope),
  };
};
