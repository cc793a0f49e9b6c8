import { personOf } from '@memo/access';
import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { toPage, type PageQuery } from '../../../http/page.ts';
import type { HoldWorkspace } from '../hold-workspace.ts';
import { refusePersonal } from '../workspace-rules.ts';
import type { InvitationMail } from './invitation-mail.ts';
import { hashInvitationToken, newInvitationToken } from './invitation-token.ts';
import type { InvitationsRepository } from './invitations.repository.ts';
import type {
  NewInvitationFields,
  WireInvitation,
  WireInvitationPage,
  WireNewInvitation,
} from './invitations.schemas.ts';
import type { InvitationRow } from './invitations.sql.ts';

export interface InvitationsService {
  list(scope: Scope, query: PageQuery): Promise<WireInvitationPage>;
  /**
   * With the link, which nobody is told again.
   * @param beforeMail may refuse one that would go by mail.
   * @throws AppError `forbidden`, `conflict`.
   */
  create(
    scope: Scope,
    fields: NewInvitationFields,
    beforeMail: () => Promise<void>,
  ): Promise<WireNewInvitation>;
  /** @throws AppError `not_found`, `forbidden`. */
  revoke(scope: Scope, invitationId: string): Promise<void>;
}

export interface InvitationsDeps {
  repository: InvitationsRepository;
  hold: HoldWorkspace;
  mail: InvitationMail;
  /** Where people reach this installation, without a slash at its end. */
  publicUrl: string;
  transact: Transact;
  audit: AuditLog;
}

export const invitationNotFound = 'The workspace has no such invitation, or somebody has used it.';
/** Enough for a company; each is a way in. */
export const maxOpen = 500;
export const tooManyOpen = `The workspace has ${maxOpen} open invitations. Revoke some that nobody will use.`;
export const memberOfAddress = 'Somebody with this e-mail address is a member already.';

export function createInvitationsService(deps: InvitationsDeps): InvitationsService {
  const { repository, hold, mail, publicUrl, transact, audit } = deps;
  return {
    list: async (scope, query) => {
      const { rows, total } = await repository.list(scope, query);
      return toPage(rows.map(toWireInvitation), total, query);
    },

    create: async (scope, { email, role, expires_in_days: days }, beforeMail) => {
      const to = mail.isOn ? email : null;
      if (to !== null) await beforeMail();
      const token = newInvitationToken();
      const invitedBy = personOf(scope);
      const made = await transact(async (tx) => {
        refusePersonal(await hold(scope, tx, 'workspace.manage'), 'members');
        if (email !== null && (await repository.hasMember(scope, tx, email))) {
          throw new AppError('conflict', memberOfAddress, { code: 'member_already' });
        }
        const tokenHash = hashInvitationToken(token);
        const fields = { email, role, days, tokenHash, invitedBy };
        const row = await repository.insert(scope, tx, fields);
        if ((await repository.countOpen(scope, tx)) > maxOpen) {
          throw new AppError('conflict', tooManyOpen, { code: 'too_many_invitations' });
        }
        const details = { role, for_one_address: email !== null };
        await audit.record(scope, tx, { action: 'invitation.created', subject: row.id, details });
        return row;
      });
      const link = `${publicUrl}/invitations?token=${token}`;
      const letterhead = to === null ? null : await repository.letterhead(scope, invitedBy);
      const mailed =
        to !== null &&
        letterhead !== null &&
        (await mail.send({ ...letterhead, to, link, expiresAt: made.expiresAt }));
      return { ...toWireInvitation(made), token, link, mailed };
    },

    revoke: (scope, invitationId) =>
      transact(async (tx) => {
        await hold(scope, tx, 'workspace.manage');
        if (!(await repository.revoke(scope, tx, invitationId))) {
          throw new AppError('not_found', invitationNotFound);
        }
        await audit.record(scope, tx, { action: 'invitation.revoked', subject: invitationId });
      }),
  };
}

const toWireInvitation = (row: InvitationRow): WireInvitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  invited_by: row.invitedBy,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
});
