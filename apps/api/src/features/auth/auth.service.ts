import { notAuthenticated, ownerOf, personOf } from '@memo/access';
import type { Origin, Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditEntry, AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import { addressKey } from '../../http/client-address.ts';
import { personalScope, toMe, toWireSession } from './account.ts';
import { registered, sessionEnded, sessionRevoked, signedIn, signedOut } from './audit-entries.ts';
import type { AuthRepository } from './auth.repository.ts';
import type { Credentials, Me, Registration, Session, WireSession } from './auth.schemas.ts';
import { requireAdmitted } from './company-domains.ts';
import { isKnownAddress, type Device, type Devices } from './device.ts';
import type { Guesses } from './guesses.ts';
import type { Passwords } from './passwords.ts';
import { hashRefreshToken, type Sessions } from './sessions.ts';

export interface AuthService {
  /** @throws AppError `conflict`; `unavailable`; `forbidden` where only company addresses may sign in. */
  register(registration: Registration, device: Device, gone: AbortSignal): Promise<MarkedSession>;
  /**
   * @throws AppError `unauthenticated`; `rate_limited`; `unavailable` while too many passwords are checked; `forbidden`
   * for an address of no company domain, or one that nobody proved where there are company domains.
   */
  login(credentials: Credentials, device: Device, request: LoginRequest): Promise<MarkedSession>;
  /** A new pair for an unused refresh token. @throws AppError `unauthenticated`, `rate_limited`. */
  refresh(refreshToken: string, device: Device, count: Count): Promise<Session>;
  /** Ends the session the token belongs to. Says nothing about tokens it does not know. */
  logout(refreshToken: string, origin: Origin): Promise<void>;
  /** The caller's open sessions. @throws AppError `forbidden` when no person is behind the caller. */
  listSessions(scope: Scope): Promise<WireSession[]>;
  /** @throws AppError `not_found` for one that is none of the caller's, or over. */
  endSession(scope: Scope, sessionId: string): Promise<void>;
  /** @throws AppError `forbidden` when no person is behind the caller. */
  me(scope: Scope): Promise<Me>;
}

type Count = (key: string) => Promise<void>;

interface LoginRequest {
  /** Counts the request by what it is about. */
  count: Count;
  /** Fires when nobody waits for the answer any more. */
  gone: AbortSignal;
}

/** With what the device is known by next time. */
export interface MarkedSession {
  session: Session;
  mark: string;
}

export interface AuthDeps {
  repository: AuthRepository;
  sessions: Sessions;
  transact: Transact;
  audit: AuditLog;
  passwords: Passwords;
  devices: Devices;
  guesses: Guesses;
  /** When not empty, the only domains whose addresses may sign in. */
  companyDomains: readonly string[];
  logger: Logger;
}

/**
 * A token used twice this soon is a client that sent the same refresh twice, not a thief: the second is refused and
 * the session lives on.
 */
const reuseLeewayMs = 10_000;

const wrong = (): AppError =>
  new AppError('unauthenticated', 'The e-mail address or the password is wrong.');

const addressOf = ({ ip }: Device): string => addressKey(ip ?? undefined);

export function createAuthService(deps: AuthDeps): AuthService {
  const { repository, sessions, transact, audit, passwords, devices, guesses, logger } = deps;

  async function endSession(
    { familyId, userId }: { familyId: string; userId: number },
    origin: Origin | null,
    entry: AuditEntry,
    wasStolen = false,
  ) {
    const account = await repository.findAccount(userId);
    await transact(async (tx) => {
      const revoked = await repository.revokeFamily(tx, familyId);
      if (wasStolen) await repository.forgetAddresses(tx, familyId);
      // A token that keeps coming back is told of once.
      if (revoked && account !== null) {
        await audit.record(personalScope(account, origin), tx, entry);
      }
    });
  }

  async function refuseReuse(
    known: Awaited<ReturnType<AuthRepository['findRefreshToken']>>,
    origin: Origin,
  ): Promise<never> {
    const usedAt = known?.usedAt ?? null;
    if (known !== null && usedAt !== null && Date.now() - usedAt.getTime() > reuseLeewayMs) {
      const { userId } = known;
      logger.warn('A used refresh token came back; its session is revoked', { userId });
      await endSession(known, origin, sessionRevoked(userId), true);
    }
    throw notAuthenticated();
  }

  return {
    register: async ({ name, email, password }, device, gone) => {
      if (deps.companyDomains.length > 0) {
        throw new AppError(
          'forbidden',
          'Only company addresses may sign in here, and a new address must be proven. Sign in with Microsoft or Google.',
          { code: 'registration_closed' },
        );
      }
      const passwordHash = await passwords.hash(password, { caller: addressOf(device), gone });
      return transact(async (tx) => {
        const userId = await repository.createLocalAccount(tx, { name, email, passwordHash });
        const entries = [registered(userId, 'local'), signedIn(userId, 'local')];
        const session = await sessions.open(tx, { userId, device, entries });
        return { session, mark: devices.mark(device, { id: userId, tokenVersion: 0 }) };
      });
    },

    login: async ({ email, password }, device, { count, gone }) => {
      const account = await repository.findLocalByEmail(email);
      const name = account && devices.nameOf(device, account.user);
      const address = addressOf(device);
      await count(name ?? `${email} ${address}`);
      const isKnown =
        name !== null || (account !== null && isKnownAddress(device, account.addresses));
      const takeBack = isKnown ? undefined : await guesses.count({ email, account, device });

      const oldHash = account?.passwordHash ?? null;
      // Addresses take turns, not accounts: anybody can name any number of accounts. The owner's devices have their own.
      const { matches, renewed: newHash } = await passwords
        .verify(oldHash, password, { caller: name ?? address, gone })
        .catch(async (error: unknown) => {
          // What was not checked was no guess.
          await takeBack?.();
          throw error;
        });
      const isDeactivated = account?.user.isActive === false && account.user.deletedAt === null;
      if (account === null || !matches || isDeactivated) throw wrong();
      await takeBack?.();
      const { user } = account;
      requireAdmitted(user, deps.companyDomains);
      const { id: userId, tokenVersion } = user;
      return transact(async (tx) => {
        const back = user.isActive ? [] : await repository.restore(tx, userId);
        if (back === null) throw wrong();
        const entries = [...back, signedIn(userId, 'local')];
        const session = await sessions.open(tx, { userId, tokenVersion, device, entries });
        if (newHash !== null && oldHash !== null) {
          await repository.replacePasswordHash(tx, { userId, oldHash, newHash });
        }
        return { session, mark: devices.mark(device, user) };
      });
    },

    refresh: async (refreshToken, device, count) => {
      const tokenHash = hashRefreshToken(refreshToken);
      const known = await repository.findRefreshToken(tokenHash);
      await count(known?.familyId ?? addressOf(device));
      // One transaction: a failure after the token was marked used must not cost the session.
      const session = await transact(async (tx) => {
        const used = await repository.useRefreshToken(tx, tokenHash);
        return used && sessions.open(tx, { ...used, device, entries: [] });
      });
      return session ?? refuseReuse(known, device);
    },

    logout: async (refreshToken, origin) => {
      const known = await repository.findRefreshToken(hashRefreshToken(refreshToken));
      if (known === null) return;
      await endSession(known, origin, signedOut(known.userId));
    },

    listSessions: async (scope) => {
      const { actor } = scope;
      const current = actor.kind === 'user' ? actor.sessionId : undefined;
      const open = await repository.listSessions(personOf(scope));
      return open.map((session) => toWireSession(session, session.id === current));
    },

    endSession: async (scope, sessionId) => {
      const session = { userId: personOf(scope), familyId: sessionId };
      if (!(await repository.hasSession(session))) {
        throw new AppError('not_found', 'You have no such session, or it is over already.');
      }
      // Whoever was there may not have been the owner.
      await endSession(session, scope.origin, sessionEnded(session.userId), true);
    },

    me: async (scope) => {
      const profile = await repository.findProfile(ownerOf(scope));
      if (profile === null) throw notAuthenticated();
      return toMe(profile, scope);
    },
  };
}
