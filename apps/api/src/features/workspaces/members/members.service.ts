import { personOf } from '@memo/access';
import type { Scope, Transact, Transaction, WorkspaceRole } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { toPage, type PageQuery } from '../../../http/page.ts';
import type { HoldWorkspace } from '../hold-workspace.ts';
import type { InvitationsRepository } from '../invitations/invitations.repository.ts';
import { isManager, lastOwner, refuseAboutOwners, refusePersonal } from '../workspace-rules.ts';
import type { FindAccount } from './find-account.ts';
import type { MembersRepository } from './members.repository.ts';
import type { NewMember, WireMember, WireMemberPage } from './members.schemas.ts';
import type { MemberRow } from './members.sql.ts';

export interface MembersService {
  list(scope: Scope, query: PageQuery): Promise<WireMemberPage>;
  /**
   * @param onMiss is told before a caller hears that there is nobody of that address or id.
   * @throws AppError `not_found`, `forbidden`, `conflict`.
   */
  add(scope: Scope, member: NewMember, onMiss: () => Promise<void>): Promise<WireMember>;
  /** @throws AppError `not_found`, `forbidden`, `conflict` for the last owner. */
  changeRole(scope: Scope, userId: number, role: WorkspaceRole): Promise<WireMember>;
  /** @throws AppError `not_found`, `forbidden`, `conflict` for the caller. */
  remove(scope: Scope, userId: number): Promise<void>;
  /** @throws AppError `conflict` for the last owner, and in a personal workspace. */
  leave(scope: Scope): Promise<void>;
  /** The other one is an owner from then on, and the caller an administrator. @throws AppError `not_found`, `conflict`. */
  transfer(scope: Scope, userId: number): Promise<WireMember>;
}

export interface MembersDeps {
  repository: MembersRepository;
  invitations: Pick<InvitationsRepository, 'revokeThoseOf'>;
  hold: HoldWorkspace;
  findAccount: FindAccount;
  transact: Transact;
  audit: AuditLog;
}

export const memberNotFound = 'The workspace has no such member.';
export const isMemberDetail = 'They are a member of this workspace already.';
export const yourselfDetail = 'You cannot remove yourself. Leave the workspace instead.';
export const ownAlreadyDetail = 'You are an owner already. Name somebody else.';
export const inactiveDetail = 'Their account is deactivated. Name somebody else.';

export function createMembersService(deps: MembersDeps): MembersService {
  const { repository, invitations, hold, findAccount, transact, audit } = deps;

  async function find(scope: Scope, userId: number, tx: Transaction) {
    const member = await repository.find(scope, userId, tx);
    if (member === null) throw new AppError('not_found', memberNotFound);
    return member;
  }

  /** Whoever may not invite any more has no open invitations: by one of them they could come back. */
  async function end(scope: Scope, tx: Transaction, userId: number): Promise<void> {
    await invitations.revokeThoseOf(scope, tx, userId);
    await repository.delete(scope, tx, userId);
  }

  async function requireOtherOwner(scope: Scope, tx: Transaction, userId: number): Promise<void> {
    if (!(await repository.hasOtherOwner(scope, tx, userId))) throw lastOwner();
  }

  return {
    list: async (scope, query) => {
      const { rows, total } = await repository.list(scope, query);
      return toPage(rows.map(toWireMember), total, query);
    },

    add: async (scope, { role, ...who }, onMiss) => {
      const userId = await findAccount(scope, who, onMiss);
      return transact(async (tx) => {
        const held = await hold(scope, tx, 'workspace.manage');
        refusePersonal(held, 'members');
        refuseAboutOwners(held.role, role);
        if (!(await repository.insert(scope, tx, userId, role))) {
          throw new AppError('conflict', isMemberDetail, { code: 'member_already' });
        }
        const subject = String(userId);
        await audit.record(scope, tx, { action: 'member.added', subject, details: { role } });
        return toWireMember(await find(scope, userId, tx));
      });
    },

    changeRole: (scope, userId, role) =>
      transact(async (tx) => {
        const held = await hold(scope, tx, 'workspace.manage');
        const before = await find(scope, userId, tx);
        if (before.role === role) return toWireMember(before);
        refusePersonal(held, 'members');
        refuseAboutOwners(held.role, before.role, role);
        if (before.role === 'OWNER') await requireOtherOwner(scope, tx, userId);
        if (!isManager(role)) await invitations.revokeThoseOf(scope, tx, userId);
        await repository.changeRole(scope, tx, userId, role);
        const details = { role, before: before.role };
        const subject = String(userId);
        await audit.record(scope, tx, { action: 'member.role_changed', subject, details });
        return toWireMember({ ...before, role });
      }),

    remove: (scope, userId) =>
      transact(async (tx) => {
        const held = await hold(scope, tx, 'workspace.manage');
        refusePersonal(held, 'members');
        if (userId === personOf(scope)) {
          throw new AppError('conflict', yourselfDetail, { code: 'yourself' });
        }
        refuseAboutOwners(held.role, (await find(scope, userId, tx)).role);
        await end(scope, tx, userId);
        await audit.record(scope, tx, { action: 'member.removed', subject: String(userId) });
      }),

    leave: (scope) =>
      transact(async (tx) => {
        const held = await hold(scope, tx, 'workspace.leave');
        refusePersonal(held, 'leave');
        const userId = personOf(scope);
        if (held.role === 'OWNER') await requireOtherOwner(scope, tx, userId);
        await end(scope, tx, userId);
        await audit.record(scope, tx, { action: 'member.left', subject: String(userId) });
      }),

    transfer: (scope, userId) =>
      transact(async (tx) => {
        refusePersonal(await hold(scope, tx, 'workspace.transfer'), 'transfer');
        const from = personOf(scope);
        if (userId === from) throw new AppError('conflict', ownAlreadyDetail, { code: 'yourself' });
        const to = await find(scope, userId, tx);
        if (!to.isActive) throw new AppError('conflict', inactiveDetail, { code: 'inactive' });
        await repository.changeRole(scope, tx, userId, 'OWNER');
        await repository.changeRole(scope, tx, from, 'ADMIN');
        const entry = { action: 'workspace.transferred', subject: String(userId) };
        await audit.record(scope, tx, entry);
        return toWireMember({ ...to, role: 'OWNER' });
      }),
  };
}

const toWireMember = (row: MemberRow): WireMember => ({
  user_id: row.userId,
  email: row.email,
  name: row.name,
  role: row.role,
  joined_at: row.joinedAt.toISOString(),
});
