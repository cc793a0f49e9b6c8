import {
  newId,
  type Database,
  type RowOfStatement,
  type Tenant,
  type Transaction,
  type WorkspaceInvitation,
} from '@memo/entities';
import { offsetOf, type PageQuery } from '../../../http/page.ts';
import {
  countInvitations,
  deleteForAddress,
  deleteInvitation,
  deleteThoseOf,
  findByToken,
  findLetterhead,
  findMemberByEmail,
  findOffer,
  insertInvitation,
  listInvitations,
  markAccepted,
  pruneInvitations,
  type InvitationRow,
} from './invitations.sql.ts';

export interface NewInvitation extends Pick<
  WorkspaceInvitation,
  'email' | 'role' | 'tokenHash' | 'invitedBy'
> {
  days: number;
}

export type PresentedInvitation = RowOfStatement<typeof findByToken>;
export type Offer = RowOfStatement<typeof findOffer>;
export type Letterhead = RowOfStatement<typeof findLetterhead>;

export interface InvitationsRepository {
  /** Those that can still be used, the newest first. */
  list(tenant: Tenant, page: PageQuery): Promise<{ rows: InvitationRow[]; total: number }>;
  countOpen(tenant: Tenant, tx: Transaction): Promise<number>;
  hasMember(tenant: Tenant, tx: Transaction, email: string): Promise<boolean>;
  /** In place of an earlier one for the address, if there is one. */
  insert(tenant: Tenant, tx: Transaction, invitation: NewInvitation): Promise<InvitationRow>;
  /** False when there is none, or it was used. */
  revoke(tenant: Tenant, tx: Transaction, invitationId: string): Promise<boolean>;
  revokeThoseOf(tenant: Tenant, tx: Transaction, userId: number): Promise<void>;
  findByToken(
    tokenHash: string,
    userId: number,
    tx?: Transaction,
  ): Promise<PresentedInvitation | null>;
  markAccepted(tx: Transaction, invitationId: string): Promise<void>;
  /** What whoever has the link may know; null where it cannot be used. */
  findOffer(tokenHash: string): Promise<Offer | null>;
  letterhead(tenant: Tenant, userId: number): Promise<Letterhead | null>;
  /** Forgets those that ended long ago. @returns how many. */
  prune(): Promise<number>;
}

const keptDays = 30;

export function createInvitationsRepository({ openRows }: Database): InvitationsRepository {
  const countOpen = async ({ workspaceId }: Tenant, tx?: Transaction) =>
    (await openRows(tx).first(countInvitations, { workspaceId }))?.total ?? 0;
  return {
    list: async (tenant, page) => {
      const { workspaceId } = tenant;
      const [rows, total] = await Promise.all([
        openRows().all(listInvitations, { workspaceId, limit: page.limit, offset: offsetOf(page) }),
        countOpen(tenant),
      ]);
      return { rows, total };
    },

    countOpen,

    hasMember: async ({ workspaceId }, tx, email) =>
      (await openRows(tx).first(findMemberByEmail, { workspaceId, email })) !== null,

    insert: async ({ workspaceId }, tx, invitation) => {
      const { email } = invitation;
      if (email !== null) await openRows(tx).run(deleteForAddress, { workspaceId, email });
      const made = await openRows(tx).first(insertInvitation, {
        ...invitation,
        id: newId(),
        workspaceId,
      });
      if (made === null) throw new Error('An insert gave no row.');
      return made;
    },

    revoke: async ({ workspaceId }, tx, id) =>
      (await openRows(tx).first(deleteInvitation, { workspaceId, id })) !== null,

    revokeThoseOf: async ({ workspaceId }, tx, userId) => {
      await openRows(tx).run(deleteThoseOf, { workspaceId, userId });
    },

    findByToken: (tokenHash, userId, tx) => openRows(tx).first(findByToken, { tokenHash, userId }),

    markAccepted: async (tx, id) => {
      await openRows(tx).run(markAccepted, { id });
    },

    findOffer: (tokenHash) => openRows().first(findOffer, { tokenHash }),

    letterhead: ({ workspaceId }, userId) =>
      openRows().first(findLetterhead, { workspaceId, userId }),

    prune: () => openRows().run(pruneInvitations, { keptDays }),
  };
}
