import { User, WorkspaceMember, type Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';

export interface GrantAdmin {
  email: string;
  /** False takes it away. */
  isAdmin: boolean;
}

/**
 * Makes somebody an admin, or no longer one, from their next request on. Recorded in the audit log of their own
 * workspace.
 * @returns whether anything changed.
 * @throws AppError `not_found` when nobody has this address.
 */
export async function grantAdmin(
  { transact, audit }: { transact: Transact; audit: AuditLog },
  { email, isAdmin }: GrantAdmin,
): Promise<boolean> {
  return transact(async (tx) => {
    const address = email.trim().toLowerCase();
    const user = await tx.manager
      .createQueryBuilder(User, 'user')
      .where('lower(user.email) = :address', { address })
      .setLock('pessimistic_write')
      .getOne();
    if (user === null) throw new AppError('not_found', `Nobody has signed up as ${address}.`);
    if (user.isAdmin === isAdmin) return false;
    await tx.manager.update(User, { id: user.id }, { isAdmin });
    const { workspaceId, role } = await tx.manager.findOneByOrFail(WorkspaceMember, {
      userId: user.id,
      workspace: { kind: 'personal' },
    });
    const actor = { kind: 'user' as const, userId: user.id };
    const scope = { workspaceId, actor, role, isOperator: isAdmin, origin: null };
    await audit.record(scope, tx, {
      action: isAdmin ? 'user.admin_granted' : 'user.admin_revoked',
      subject: String(user.id),
      details: { by: 'command line' },
    });
    return true;
  });
}
