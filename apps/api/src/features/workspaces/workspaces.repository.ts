import { personOf } from '@memo/access';
import {
  newId,
  type Database,
  type RowOfStatement,
  type Scope,
  type Tenant,
  type Transaction,
} from '@memo/entities';
import { offsetOf, type PageQuery } from '../../http/page.ts';
import {
  countOwned,
  countWorkspaces,
  deleteMeetings,
  findWorkspace,
  insertWorkspace,
  listWorkspaces,
  lockMaker,
  lockWorkspace,
  markWorkspaceDeleted,
  renameWorkspace,
  type WorkspaceRow,
} from './workspaces.sql.ts';

export type LockedWorkspace = RowOfStatement<typeof lockWorkspace>;

export interface WorkspacesRepository {
  /** Those the person of the scope is a member of, whichever the scope is of. */
  list(scope: Scope, page: PageQuery): Promise<{ rows: WorkspaceRow[]; total: number }>;
  /** The scope's, as its person sees it; null when they are no member of it. */
  find(scope: Scope, tx?: Transaction): Promise<WorkspaceRow | null>;
  /** How many workspaces of several people the person owns; until the transaction ends they make no other one. */
  lockOwned(scope: Scope, tx: Transaction): Promise<number>;
  /** @returns its id. */
  insert(scope: Scope, tx: Transaction, name: string): Promise<string>;
  /** Until the transaction ends nobody joins, leaves or gets another role; null for a deleted one. */
  lock(tenant: Tenant, tx: Transaction): Promise<LockedWorkspace | null>;
  rename(tenant: Tenant, tx: Transaction, name: string): Promise<void>;
  /** From the commit on nothing of it can be reached. @returns how many meetings went with it. */
  markDeleted(tenant: Tenant, tx: Transaction): Promise<number>;
}

export function createWorkspacesRepository({ rows, openRows }: Database): WorkspacesRepository {
  return {
    list: async (scope, page) => {
      const userId = personOf(scope);
      const [found, count] = await Promise.all([
        openRows().all(listWorkspaces, { userId, limit: page.limit, offset: offsetOf(page) }),
        openRows().first(countWorkspaces, { userId }),
      ]);
      return { rows: found, total: count?.total ?? 0 };
    },

    find: (scope, tx) =>
      openRows(tx).first(findWorkspace, {
        userId: personOf(scope),
        workspaceId: scope.workspaceId,
      }),

    lockOwned: async (scope, tx) => {
      const userId = personOf(scope);
      await openRows(tx).first(lockMaker, { userId });
      return (await openRows(tx).first(countOwned, { userId }))?.owned ?? 0;
    },

    insert: async (scope, tx, name) => {
      const id = newId();
      await openRows(tx).run(insertWorkspace, { id, name, userId: personOf(scope) });
      return id;
    },

    lock: ({ workspaceId }, tx) => openRows(tx).first(lockWorkspace, { workspaceId }),

    rename: async ({ workspaceId }, tx, name) => {
      await openRows(tx).run(renameWorkspace, { workspaceId, name });
    },

    markDeleted: async (tenant, tx) => {
      const meetings = await rows(tenant, tx).run(deleteMeetings, {});
      await openRows(tx).run(markWorkspaceDeleted, { workspaceId: tenant.workspaceId });
      return meetings;
    },
  };
}
