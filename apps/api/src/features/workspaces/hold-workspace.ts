import { personOf, requirePermission, type Permission } from '@memo/access';
import type { Scope, Transaction, WorkspaceRole } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { MembersRepository } from './members/members.repository.ts';
import type { LockedWorkspace, WorkspacesRepository } from './workspaces.repository.ts';

export interface HeldWorkspace extends LockedWorkspace {
  /** Of whoever acts, at this moment. */
  role: WorkspaceRole;
}

/**
 * For a change of who belongs to the scope's workspace: one at a time, by somebody who still may. What a request was let
 * in with may have gone while it waited.
 * @throws AppError `not_found`, `forbidden`.
 */
export type HoldWorkspace = (
  scope: Scope,
  tx: Transaction,
  permission: Permission,
) => Promise<HeldWorkspace>;

export interface HoldDeps {
  workspaces: Pick<WorkspacesRepository, 'lock'>;
  members: Pick<MembersRepository, 'find'>;
}

export const createHoldWorkspace =
  ({ workspaces, members }: HoldDeps): HoldWorkspace =>
  async (scope, tx, permission) => {
    const workspace = await workspaces.lock(scope, tx);
    // In a statement of its own: what was waited for is seen by the next one.
    const member = workspace && (await members.find(scope, personOf(scope), tx));
    if (workspace === null || member === null) throw workspaceGone();
    requirePermission({ actor: scope.actor, role: member.role }, permission);
    return { ...workspace, role: member.role };
  };

export const goneDetail = 'There is no such workspace, or you are no member of it any more.';

export const workspaceGone = (): AppError =>
  new AppError('not_found', goneDetail, { code: 'workspace_not_found' });
