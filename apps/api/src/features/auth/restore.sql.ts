import {
  boolean,
  integer,
  openStatement,
  sql,
  type Database,
  type Transaction,
} from '@memo/entities';
import type { AuditEntry } from '@memo/journal';
import { accountRestored } from './audit-entries.ts';

// Accounts are rows of no workspace.
const acrossWorkspaces = '';
const values = { userId: integer };

/** The user before the deletion, in the order in which an account is taken over: or the two could wait for each other. */
export const lockUser = openStatement({
  name: 'auth.lock_user',
  acrossWorkspaces,
  values,
  columns: { isActive: boolean },
  sql: ({ $ }) =>
    sql`SELECT is_active AS "isActive" FROM users WHERE id = ${$.userId} FOR NO KEY UPDATE`,
});

/** Nothing once the purge has begun. */
export const takeDeletionBack = openStatement({
  name: 'auth.take_deletion_back',
  acrossWorkspaces,
  values,
  columns: {},
  sql: ({ $ }) =>
    sql`DELETE FROM account_deletions WHERE user_id = ${$.userId} AND begun_at IS NULL`,
});

export const activate = openStatement({
  name: 'auth.activate_account',
  acrossWorkspaces,
  values,
  columns: {},
  sql: ({ $ }) => sql`UPDATE users SET is_active = true, deleted_at = NULL, updated_at = now()
    WHERE id = ${$.userId}`,
});

/**
 * Somebody who had their account deleted has proven who they are, and has it back.
 * @returns what to record of it, nothing where another sign-in was faster; null where it was not deleted by its person,
 * or the purge has begun.
 */
export async function restoreAccount(
  { openRows }: Pick<Database, 'openRows'>,
  tx: Transaction,
  userId: number,
): Promise<AuditEntry[] | null> {
  const rows = openRows(tx);
  const user = await rows.first(lockUser, { userId });
  if (user?.isActive === true) return [];
  if ((await rows.run(takeDeletionBack, { userId })) === 0) return null;
  await rows.run(activate, { userId });
  return [accountRestored(userId)];
}
