import { createHash, randomBytes } from 'node:crypto';
import type { Database, Origin, Scope, SharedPart, User } from '@memo/entities';
import { can } from '../permissions.ts';
import { findOpenLink } from './share-links.sql.ts';

/** A link that opens at this moment. */
export interface OpenLink {
  id: string;
  meetingId: string;
  parts: readonly SharedPart[];
  passwordHash: string | null;
  /** Of whoever has the link: it reads the one meeting. */
  scope: Scope;
}

export interface ShareLinks {
  /**
   * Null for a token that nobody has given, and for a link that is revoked or expired, or whose maker could not make it
   * now: gone, deactivated, in a lower role, or cut off from the meeting; also for one whose meeting was deleted.
   */
  open(token: string, origin: Origin | null): Promise<OpenLink | null>;
}

interface ShareLinksDeps {
  database: Pick<Database, 'openRows'>;
  /** Whether this installation takes such an account at all. */
  admits: (account: Pick<User, 'email' | 'emailVerified'>) => boolean;
}

export function createShareLinks({ database, admits }: ShareLinksDeps): ShareLinks {
  const rows = database.openRows();
  return {
    open: async (token, origin) => {
      const found = await rows.first(findOpenLink, { tokenHash: hashShareToken(token) });
      if (found === null) return null;
      const { id, workspace_id: workspaceId, meeting_id: meetingId, parts, role } = found;
      const maker = { actor: { kind: 'user', userId: found.created_by }, role } as const;
      if (!can(maker, 'meeting.share', meetingId)) return null;
      if (!admits({ email: found.email, emailVerified: found.email_verified })) return null;
      return {
        id,
        meetingId,
        parts,
        passwordHash: found.password_hash,
        scope: {
          workspaceId,
          actor: { kind: 'share_link', linkId: id, meetingId },
          role: null,
          isOperator: false,
          origin,
        },
      };
    },
  };
}

/** 256 random bits: nothing to guess, so a plain hash keeps it safe at rest, and looking for that tells nothing of it. */
export const newShareToken = (): string => randomBytes(32).toString('base64url');

export const hashShareToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
