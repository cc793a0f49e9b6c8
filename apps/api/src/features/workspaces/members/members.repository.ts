import type { Database, RowOfStatement, Tenant, Transaction, WorkspaceRole } from '@memo/entities';
import { offsetOf, type PageQuery } from '../../../http/page.ts';
import {
  changeRole,
  countMembers,
  countOtherOwners,
  deleteMember,
  findByEmail,
  findColleague,
  findMember,
  insertMember,
  listMembers,
  type MemberRow,
} from './members.sql.ts';

export type KnownAccount = RowOfStatement<typeof findByEmail>;

export interface MembersRepository {
  list(tenant: Tenant, page: PageQuery): Promise<{ rows: MemberRow[]; total: number }>;
  find(
    tenant: Tenant,
    userId: number,
    tx?: Transaction,
  ): Promise<RowOfStatement<typeof findMember> | null>;
  findByEmail(email: string): Promise<KnownAccount | null>;
  /** Null also for somebody who shares no workspace with who asks. */
  findColleague(userId: number, askedBy: number): Promise<KnownAccount | null>;
  /** False when they are a member already. */
  insert(tenant: Tenant, tx: Transaction, userId: number, role: WorkspaceRole): Promise<boolean>;
  changeRole(tenant: Tenant, tx: Transaction, userId: number, role: WorkspaceRole): Promise<void>;
  delete(tenant: Tenant, tx: Transaction, userId: number): Promise<void>;
  /** Whether somebody else owns the workspace, too, and can act. */
  hasOtherOwner(tenant: Tenant, tx: Transaction, userId: number): Promise<boolean>;
}

export function createMembersRepository({ openRows }: Database): MembersRepository {
  return {
    list: async ({ workspaceId }, page) => {
      const [rows, count] = await Promise.all([
        openRows().all(listMembers, { workspaceId, limit: page.limit, offset: offsetOf(page) }),
        openRows().first(countMembers, { workspaceId }),
      ]);
      return { rows, total: count?.total ?? 0 };
    },

    find: ({ workspaceId }, userId, tx) => openRows(tx).first(findMember, { workspaceId, userId }),

    findByEmail: (email) => openRows().first(findByEmail, { email }),

    findColleague: (userId, askedBy) => openRows().first(findColleague, { userId, askedBy }),

    insert: async ({ workspaceId }, tx, userId, role) =>
      (await openRows(tx).first(insertMember, { workspaceId, userId, role })) !== null,

    changeRole: async ({ workspaceId }, tx, userId, role) => {
      await openRows(tx).run(changeRole, { workspaceId, userId, role });
    },

    delete: async ({ workspaceId }, tx, userId) => {
      await openRows(tx).run(deleteMember, { workspaceId, userId });
    },

    hasOtherOwner: async ({ workspaceId }, tx, userId) =>
      ((await openRows(tx).first(countOtherOwners, { workspaceId, userId }))?.owners ?? 0) > 0,
  };
}
