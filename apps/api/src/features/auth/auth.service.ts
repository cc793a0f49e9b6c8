import { notAuthenticated, ownerOf } from '@memo/access';
import type { Origin, Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditEntry, AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import { personalScope, toMe } from './account.ts';
import { registered, sessionRevoked, signedIn, signedOut } from './audit-entries.ts';
import type { AuthRepository } from './auth.repository.ts';
import type { Credentials, Me, Registration, Session } from './auth.schemas.ts';
import { requireCompanyAddress } from './company-domains.ts';
import type { Passwords } from './passwords.ts';
import { hashRefreshToken, type Sessions } from './sessions.ts';

export interface AuthService {
  /** @throws AppError `conflict`; `forbidden` where only company addresses may sign in. */
  register(registration: Registration, origin: Origin): Promise<Session>;
  /** @throws AppError `unauthenticated`; `forbidden` for an address of no company domain. */
  login(credentials: Credentials, origin: Origin): Promise<Session>;
  /** A new pair for an unused refresh token. @throws AppError `unauthenticated`. */
  refresh(refreshToken: string, origin: Origin): Promise<Session>;
  /** Ends the session the token belongs to. Says nothing about tokens it does not know. */
  logout(refreshToken: string, origin: Origin): Promise<void>;
  /** @throws AppError `forbidden` when no person is behind the caller. */
  me(scope: Scope): Promise<Me>;
}

export interface AuthDeps {
  repository: AuthRepository;
  sessions: Sessions;
  transact: Transact;
  audit: AuditLog;
  passwords: Passwords;
  /** When not empty, the only domains whose addresses may sign in. */
  companyDomains: readonly string[];
  logger: Logger;
}

/**
 * A token used twice this soon is a client that sent the same refresh twice, not a thief: the second is refused and
 * the session lives on.
 */
const reuseLeewayMs = 10_000;

export function createAuthService(deps: AuthDeps): AuthService {
  const { repository, sessions, transact, audit, passwords, logger } = deps;

  async function endSession(familyId: string, userId: number, origin: Origin, entry: AuditEntry) {
    const account = await repository.findAccount(userId);
    await transact(async (tx) => {
      const revoked = await repository.revokeFamily(tx, familyId);
      // A token that keeps coming back is told of once.
      if (revoked && account !== null) {
        await audit.record(personalScope(account, origin), tx, entry);
      }
    });
  }

  async function refuseReuse(tokenHash: string, origin: Origin): Promise<never> {
    const known = await repository.findRefreshToken(tokenHash);
    const usedAt = known?.usedAt ?? null;
    if (known !== null && usedAt !== null && Date.now() - usedAt.getTime() > reuseLeewayMs) {
      const { userId, familyId } = known;
      logger.warn('A used refresh token came back; its session is revoked', { userId });
      await endSession(familyId, userId, origin, sessionRevoked(userId));
    }
    throw notAuthenticated();
  }

  return {
    register: async ({ name, email, password }, origin) => {
      if (deps.companyDomains.length > 0) {
        throw new AppError(
          'forbidden',
          'Only company addresses may sign in here, and a new address must be proven. Sign in with Microsoft or Google.',
          { code: 'registration_closed' },
        );
      }
      const passwordHash = await passwords.hash(password);
      return transact(async (tx) => {
        const userId = await repository.createLocalAccount(tx, { name, email, passwordHash });
        const entries = [registered(userId, 'local'), signedIn(userId, 'local')];
        return sessions.open(tx, { userId, origin, entries });
      });
    },

    login: async ({ email, password }, origin) => {
      const account = await repository.findLocalByEmail(email);
      const oldHash = account?.passwordHash ?? null;
      const { matches, isOldForm } = await passwords.verify(oldHash, password);
      if (account === null || !matches || !account.user.isActive) {
        throw new AppError('unauthenticated', 'The e-mail address or the password is wrong.');
      }
      requireCompanyAddress(email, deps.companyDomains);
      const { id: userId, tokenVersion } = account.user;
      const entries = [signedIn(userId, 'local')];
      const newHash = isOldForm ? await passwords.hash(password) : null;
      return transact(async (tx) => {
        const session = await sessions.open(tx, { userId, tokenVersion, origin, entries });
        if (newHash !== null && oldHash !== null) {
          await repository.replacePasswordHash(tx, { userId, oldHash, newHash });
        }
        return session;
      });
    },

    refresh: async (refreshToken, origin) => {
      const tokenHash = hashRefreshToken(refreshToken);
      // One transaction: a failure after the token was marked used must not cost the session.
      const session = await transact(async (tx) => {
        const used = await repository.useRefreshToken(tx, tokenHash);
        return used && sessions.open(tx, { ...used, origin, entries: [] });
      });
      return session ?? refuseReuse(tokenHash, origin);
    },

    logout: async (refreshToken, origin) => {
      const known = await repository.findRefreshToken(hashRefreshToken(refreshToken));
      if (known === null) return;
      await endSession(known.familyId, known.userId, origin, signedOut(known.userId));
    },

    me: async (scope) => {
      const profile = await repository.findProfile(ownerOf(scope));
      if (profile === null) throw notAuthenticated();
      return toMe(profile, scope);
    },
  };
}
