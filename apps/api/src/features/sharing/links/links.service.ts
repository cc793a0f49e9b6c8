import { actorName, can, newShareToken } from '@memo/access';
import {
  sharedParts,
  type Scope,
  type SharedPart,
  type Transact,
  type Transaction,
  type User,
} from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditEntry, AuditLog } from '@memo/journal';
import { meetingNotFound } from '@memo/meetings';
import type { LinkPasswords } from './link-passwords.ts';
import type { LinkColumns, LinksRepository } from './links.repository.ts';
import { usualExpiry } from './links.schemas.ts';
import type { LinkChanges, NewLink, WireNewShareLink, WireShareLink } from './links.schemas.ts';
import type { LinkRow } from './links.sql.ts';

/** All functions throw AppError `not_found` where there is no such meeting or link. */
export interface LinksService {
  list(scope: Scope, meetingId: string): Promise<WireShareLink[]>;
  /**
   * @param site where people reach this API.
   * @throws AppError `conflict` when the meeting has too many.
   */
  create(scope: Scope, meetingId: string, link: NewLink, from: Asked): Promise<WireNewShareLink>;
  /** @throws AppError `conflict` for one that was revoked. */
  update(
    scope: Scope,
    link: LinkOfMeeting,
    changes: LinkChanges,
    gone: AbortSignal,
  ): Promise<WireShareLink>;
  /** At once; again, it changes nothing. */
  revoke(scope: Scope, link: LinkOfMeeting): Promise<void>;
}

interface Asked {
  site: string;
  gone: AbortSignal;
}

interface LinkOfMeeting {
  meetingId: string;
  linkId: string;
}

interface LinksDeps {
  repository: LinksRepository;
  passwords: LinkPasswords;
  transact: Transact;
  audit: AuditLog;
  /** Whether this installation takes such an account at all. */
  admits: (account: Pick<User, 'email' | 'emailVerified'>) => boolean;
}

/** Open ones of one meeting. */
const mostLinks = 100;

export const tooManyLinks = `This meeting has ${mostLinks} links that open. Revoke one first.`;
export const linkRevoked = 'This link was revoked, and stays so. Make a new one.';

export function createLinksService(deps: LinksDeps): LinksService {
  const { repository, passwords, transact, audit, admits } = deps;

  const hashed = async (scope: Scope, password: string | null, gone: AbortSignal) =>
    password === null ? null : passwords.hash(password, { caller: actorName(scope.actor), gone });

  async function find(scope: Scope, tx: Transaction, { meetingId, linkId }: LinkOfMeeting) {
    const row = await repository.find(scope, tx, meetingId, linkId);
    if (row === null) throw linkNotFound();
    return row;
  }

  /** One change of a meeting's links at a time. */
  const change = <T>(scope: Scope, meetingId: string, work: (tx: Transaction) => Promise<T>) =>
    transact(async (tx) => {
      if (!(await repository.lock(scope, tx, meetingId))) throw meetingNotFound();
      return work(tx);
    });

  function toWire(row: LinkRow): WireShareLink {
    return {
      id: row.id,
      meeting_id: row.meeting_id,
      scope: row.parts,
      has_password: row.has_password,
      status: statusOf(row),
      expires_at: row.expires_at.toISOString(),
      created_by: row.created_by,
      created_at: row.created_at.toISOString(),
      revoked_at: row.revoked_at?.toISOString() ?? null,
      opened_count: row.opened_count,
      last_opened_at: row.last_opened_at?.toISOString() ?? null,
    };
  }

  function statusOf(row: LinkRow): WireShareLink['status'] {
    if (row.revoked_at !== null) return 'REVOKED';
    if (row.is_expired) return 'EXPIRED';
    const { maker_role: role, maker_email: email, created_by: userId } = row;
    const maker = { actor: { kind: 'user', userId }, role } as const;
    const isTaken =
      email !== null && admits({ email, emailVerified: row.maker_email_verified ?? false });
    return isTaken && can(maker, 'meeting.share') ? 'OPEN' : 'SUSPENDED';
  }

  return {
    list: async (scope, meetingId) => (await repository.list(scope, meetingId)).map(toWire),

    create: async (scope, meetingId, { scope: shown, expires_at, password = null }, asked) => {
      const parts = inOrder(shown);
      const passwordHash = await hashed(scope, password, asked.gone);
      const expiresAt = expires_at === undefined ? usualExpiry() : new Date(expires_at);
      const token = newShareToken();
      return change(scope, meetingId, async (tx) => {
        if ((await repository.count(scope, tx, meetingId)) >= mostLinks) {
          throw new AppError('conflict', tooManyLinks, { code: 'too_many_links' });
        }
        const link = { meetingId, token, parts, expiresAt, passwordHash };
        const linkId = await repository.insert(scope, tx, link);
        await audit.record(scope, tx, {
          action: 'share_link.created',
          subject: linkId,
          details: {
            meeting: meetingId,
            scope: parts.join(', '),
            password: passwordHash !== null,
            expires_at: expiresAt.toISOString(),
          },
        });
        const row = await find(scope, tx, { meetingId, linkId });
        return { ...toWire(row), url: `${asked.site}/s/${token}` };
      });
    },

    update: async (scope, link, { scope: parts, expires_at, password }, gone) => {
      const passwordHash = password === undefined ? undefined : await hashed(scope, password, gone);
      const columns: LinkColumns = {
        ...(parts !== undefined && { parts: inOrder(parts) }),
        ...(expires_at !== undefined && { expiresAt: new Date(expires_at) }),
        ...(passwordHash !== undefined && { passwordHash }),
      };
      return change(scope, link.meetingId, async (tx) => {
        const { revoked_at: revokedAt } = await find(scope, tx, link);
        if (revokedAt !== null) {
          throw new AppError('conflict', linkRevoked, { code: 'link_revoked' });
        }
        await repository.update(scope, tx, link.linkId, columns);
        await audit.record(scope, tx, changed(link, columns));
        return toWire(await find(scope, tx, link));
      });
    },

    revoke: (scope, link) =>
      change(scope, link.meetingId, async (tx) => {
        const { revoked_at: revokedAt } = await find(scope, tx, link);
        if (revokedAt !== null) return;
        await repository.update(scope, tx, link.linkId, { revokedAt: new Date() });
        const details = { meeting: link.meetingId };
        await audit.record(scope, tx, {
          ...{ action: 'share_link.revoked', subject: link.linkId },
          details,
        });
      }),
  };
}

/** Each once. */
const inOrder = (parts: readonly SharedPart[]): SharedPart[] =>
  sharedParts.filter((part) => parts.includes(part));

function changed({ meetingId, linkId }: LinkOfMeeting, columns: LinkColumns): AuditEntry {
  const { parts, expiresAt, passwordHash } = columns;
  return {
    action: 'share_link.updated',
    subject: linkId,
    details: {
      meeting: meetingId,
      ...(parts !== undefined && { scope: parts.join(', ') }),
      ...(expiresAt !== undefined && { expires_at: expiresAt.toISOString() }),
      ...(passwordHash !== undefined && { password: passwordHash !== null }),
    },
  };
}

const linkNotFound = (): AppError => new AppError('not_found', 'Share link not found');
