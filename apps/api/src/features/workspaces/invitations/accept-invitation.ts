import { personOf } from '@memo/access';
import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { workspaceGone } from '../hold-workspace.ts';
import type { MembersRepository } from '../members/members.repository.ts';
import type { WorkspacesRepository } from '../workspaces.repository.ts';
import type { WireWorkspace } from '../workspaces.schemas.ts';
import { toWireWorkspace } from '../workspaces.service.ts';
import { hashInvitationToken } from './invitation-token.ts';
import type { InvitationsRepository, PresentedInvitation } from './invitations.repository.ts';

/**
 * Makes whoever is signed in a member of the workspace an invitation is to, once.
 * @throws AppError `not_found`, `gone` when it was used or is over, `forbidden` for another address, `conflict` for a
 * member; then it can still be used.
 */
export type AcceptInvitation = (scope: Scope, token: string) => Promise<WireWorkspace>;

export interface AcceptDeps {
  repository: Pick<InvitationsRepository, 'findByToken' | 'markAccepted'>;
  workspaces: Pick<WorkspacesRepository, 'lock' | 'find'>;
  members: Pick<MembersRepository, 'insert'>;
  transact: Transact;
  audit: AuditLog;
}

export const noSuchInvitation =
  'There is no such invitation, or it was revoked. Ask for a new one.';
export const usedDetail = 'This invitation has been used. Ask for a new one.';
export const overDetail =
  'This invitation has expired, or who made it may not invite any more. Ask for a new one.';
export const otherAddressDetail =
  'This invitation is for another e-mail address than that of your account. Sign in with that one, or ask for an invitation for yours.';
export const alreadyMemberDetail = 'You are a member of this workspace already.';

export const createAcceptInvitation =
  ({ repository, workspaces, members, transact, audit }: AcceptDeps): AcceptInvitation =>
  (scope, token) =>
    transact(async (tx) => {
      const userId = personOf(scope);
      const tokenHash = hashInvitationToken(token);
      const presented = await repository.findByToken(tokenHash, userId, tx);
      if (presented === null) throw noSuch();
      // Before it is looked at again: whoever revokes it or uses it, too, has the workspace first.
      if ((await workspaces.lock(presented, tx)) === null) throw noSuch();
      const invitation = usable(await repository.findByToken(tokenHash, userId, tx));
      const { id, role, workspaceId } = invitation;
      if (!(await members.insert(invitation, tx, userId, role))) {
        throw new AppError('conflict', alreadyMemberDetail, { code: 'member_already' });
      }
      await repository.markAccepted(tx, id);
      const there: Scope = { ...scope, workspaceId, role };
      const details = { role };
      await audit.record(there, tx, { action: 'invitation.accepted', subject: id, details });
      const workspace = await workspaces.find(there, tx);
      if (workspace === null) throw workspaceGone();
      return toWireWorkspace(workspace);
    });

function usable(invitation: PresentedInvitation | null): PresentedInvitation {
  if (invitation === null) throw noSuch();
  if (invitation.isForOther) {
    throw new AppError('forbidden', otherAddressDetail, { code: 'invitation_for_another' });
  }
  if (invitation.isUsed) throw new AppError('gone', usedDetail, { code: 'invitation_used' });
  if (invitation.isOver) throw new AppError('gone', overDetail, { code: 'invitation_over' });
  return invitation;
}

const noSuch = (): AppError => new AppError('not_found', noSuchInvitation);
