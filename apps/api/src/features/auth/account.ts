import type { Origin, Scope, User } from '@memo/entities';
import type { WireUser } from './auth.schemas.ts';

export interface Account {
  user: Pick<
    User,
    'id' | 'email' | 'name' | 'isActive' | 'isAdmin' | 'emailVerified' | 'tokenVersion'
  >;
  /** The workspace sign-in opens: the personal one. */
  workspaceId: string;
}

/** On whose behalf what concerns the account itself is recorded: its own, in its personal workspace. */
export const personalScope = ({ user, workspaceId }: Account, origin: Origin): Scope => ({
  workspaceId,
  userId: user.id,
  role: 'OWNER',
  isAdmin: user.isAdmin,
  origin,
});

export const toWireUser = ({ user: { id, email, name } }: Account): WireUser => ({
  id,
  email,
  name,
});
