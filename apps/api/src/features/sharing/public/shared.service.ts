import { hashShareToken, requirePermission, type OpenLink, type ShareLinks } from '@memo/access';
import type { Origin, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { MeetingReader } from '@memo/meetings';
import { addressKey } from '../../../http/client-address.ts';
import { countGuess } from '../../../http/count-guess.ts';
import { tooManyRequests, type RateLimits } from '../../../http/rate-limits.ts';
import type { OpenAudio, Playback } from '../../../playback/playback.ts';
import type { LinkPasswords } from '../links/link-passwords.ts';
import { sharedMeeting, type SharedMeeting } from '../page/shared-meeting.ts';
import type { Opens } from './opens.ts';
import type { Cookies, Proofs } from './proof.ts';

/** Somebody at the address of a link. */
export interface Visit {
  token: string;
  origin: Origin;
  cookies: Cookies;
}

/**
 * What a link shows. Each asks anew whether it opens, and throws AppError `not_found`, which says nothing else, where it
 * does not; `rate_limited`.
 */
export interface SharedService {
  /** Null where the password is to be given first. */
  meeting(visit: Visit, counts: boolean): Promise<SharedMeeting | null>;
  /** @returns the cookie that proves it; null for a wrong password. */
  unlock(visit: Visit, password: string, gone: AbortSignal): Promise<string | null>;
  audio(visit: Visit): Promise<OpenAudio>;
  /** Whether it still opens for who got this far. */
  isOpen(visit: Visit): Promise<boolean>;
}

interface SharedDeps {
  links: ShareLinks;
  reader: Pick<MeetingReader, 'finished'>;
  playback: Pick<Playback, 'open'>;
  passwords: LinkPasswords;
  proofs: Proofs;
  opens: Pick<Opens, 'note'>;
  rateLimits: RateLimits;
  transact: Transact;
  audit: AuditLog;
  logger: Logger;
}

const longestPassword = 128;

export function createSharedService(deps: SharedDeps): SharedService {
  const { links, reader, playback, passwords, proofs, opens, rateLimits, transact } = deps;

  async function open({ token, origin }: Visit): Promise<OpenLink> {
    // By what was asked for, whether there is such a link or not: the count tells nothing of it.
    const { allowed, resetMs } = await rateLimits.take('page-link', hashShareToken(token));
    if (!allowed) throw tooManyRequests(resetMs);
    const link = await links.open(token, origin);
    if (link === null) throw notShared();
    requirePermission(link.scope, 'meeting.read', link.meetingId);
    return link;
  }

  /** One warning and one audit row for each burst of wrong passwords. */
  async function tellOfGuesses({ id, meetingId, scope }: OpenLink): Promise<void> {
    deps.logger.warn('Somebody is guessing the password of a share link', { linkId: id });
    const actor = { kind: 'system', name: 'sharing' } as const;
    const entry = { action: 'share_link.passwords_guessed', subject: id, details: { meetingId } };
    await transact((tx) => deps.audit.record({ ...scope, actor }, tx, entry));
  }

  return {
    meeting: async (visit, counts) => {
      const link = await open(visit);
      if (!proofs.isProven(link, visit.cookies)) return null;
      const found = await reader.finished(link.scope, link.meetingId, { words: false });
      if (found === null) throw notShared();
      if (counts) opens.note(link.id);
      return sharedMeeting(found, link.parts);
    },

    unlock: async (visit, password, gone) => {
      const link = await open(visit);
      const { passwordHash } = link;
      if (passwordHash === null) return proofs.cookie(link);
      const { ip } = visit.origin;
      const takeBack = await countGuess(rateLimits, {
        ...{ key: `share link ${link.id}`, ip },
        onBurst: () => tellOfGuesses(link),
      });
      const asker = { caller: addressKey(ip ?? undefined), gone };
      // What cannot be a password is a wrong one, and costs no more.
      const tried = password.length > longestPassword ? '' : password;
      const { matches } = await passwords.verify(passwordHash, tried, asker);
      if (!matches) return null;
      await takeBack();
      return proofs.cookie(link);
    },

    audio: async (visit) => {
      const link = await open(visit);
      const isShared = link.parts.includes('audio') && proofs.isProven(link, visit.cookies);
      if (!isShared) throw notShared();
      return playback.open(link.scope, link.meetingId);
    },

    isOpen: async ({ token, origin, cookies }) => {
      const link = await links.open(token, origin);
      return link !== null && link.parts.includes('audio') && proofs.isProven(link, cookies);
    },
  };
}

/** The same for what was never there and what is over. */
const notShared = (): AppError => new AppError('not_found', 'Nothing is shared at this address.');
