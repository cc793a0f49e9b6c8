import { Identity, newId, Workspace, WorkspaceMember, type Transaction } from '@memo/entities';

export interface NewAccount {
  name: string;
  /** In lower case. */
  email: string;
  emailVerified: boolean;
  identity: Pick<Identity, 'provider' | 'subject' | 'passwordHash'>;
}

/**
 * A user with a personal workspace and a way to sign in. Waits for another transaction that is about to take the
 * address.
 * @returns the user's id; null when the address is taken.
 */
export async function insertAccount(
  { manager }: Transaction,
  { name, email, emailVerified, identity }: NewAccount,
): Promise<number | null> {
  const rows: { id: number }[] = await manager.query(
    `INSERT INTO users (name, email, email_verified, auth_provider) VALUES ($1, $2, $3, $4)
     ON CONFLICT (email) DO NOTHING RETURNING id`,
    [name, email, emailVerified, identity.provider],
  );
  const userId = rows[0]?.id;
  if (userId === undefined) return null;
  const workspaceId = newId();
  await manager.insert(Workspace, { id: workspaceId, name, kind: 'personal' });
  await manager.insert(WorkspaceMember, { workspaceId, userId, role: 'OWNER' });
  await manager.insert(Identity, { id: newId(), userId, ...identity });
  return userId;
}
