import { newId, type Scope, type Transact, type Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import { notAuthenticated, type AccessTokens } from './access-tokens.ts';
import type { Account, AuthRepository } from './auth.repository.ts';
import type { Credentials, Registration, Session, WireUser } from './auth.schemas.ts';
import type { Passwords } from './passwords.ts';
import { hashRefreshToken, newRefreshToken } from './refresh-tokens.ts';

export interface AuthService {
  /** @throws AppError `conflict`. */
  register(registration: Registration): Promise<Session>;
  /** @throws AppError `unauthenticated`. */
  login(credentials: Credentials): Promise<Session>;
  /** A new pair for an unused refresh token. @throws AppError `unauthenticated`. */
  refresh(refreshToken: string): Promise<Session>;
  /** Ends the session the token belongs to. Says nothing about tokens it does not know. */
  logout(refreshToken: string): Promise<void>;
  me(scope: Scope): Promise<WireUser>;
  /** @throws AppError `unauthenticated`. */
  authenticate(accessToken: string): Promise<Scope>;
}

export interface AuthDeps {
  repository: AuthRepository;
  transact: Transact;
  passwords: Passwords;
  accessTokens: AccessTokens;
  refreshTokenMs: number;
  logger: Logger;
}

/**
 * A token used twice this soon is a client that sent the same refresh twice, not a thief: the second is refused and
 * the session lives on.
 */
const reuseLeewayMs = 10_000;

export function createAuthService(deps: AuthDeps): AuthService {
  const { repository, transact, passwords, accessTokens, refreshTokenMs, logger } = deps;

  async function openSession(
    tx: Transaction,
    account: Account,
    familyId = newId(),
  ): Promise<Session> {
    const { user, workspaceId } = account;
    if (!user.isActive) throw notAuthenticated();
    const refreshToken = newRefreshToken();
    await repository.saveRefreshToken(tx, {
      userId: user.id,
      familyId,
      tokenHash: hashRefreshToken(refreshToken),
      expiresAt: new Date(Date.now() + refreshTokenMs),
    });
    return {
      access_token: accessTokens.issue({ userId: user.id, workspaceId }),
      refresh_token: refreshToken,
      token_type: 'bearer',
      user: toWireUser(account),
    };
  }

  async function refuseReuse(tokenHash: string): Promise<never> {
    const known = await repository.findRefreshToken(tokenHash);
    const usedAt = known?.usedAt ?? null;
    if (known !== null && usedAt !== null && Date.now() - usedAt.getTime() > reuseLeewayMs) {
      logger.warn('A used refresh token came back; its session is revoked', {
        userId: known.userId,
      });
      await transact((tx) => repository.revokeFamily(tx, known.familyId));
    }
    throw notAuthenticated();
  }

  return {
    register: async ({ name, email, password }) => {
      const passwordHash = await passwords.hash(password);
      return transact(async (tx) => {
        const account = await repository.createLocalAccount(tx, { name, email, passwordHash });
        return openSession(tx, account);
      });
    },

    login: async ({ email, password }) => {
      const account = await repository.findLocalByEmail(email);
      const matches = await passwords.verify(account?.passwordHash ?? null, password);
      if (account === null || !matches || !account.user.isActive) {
        throw new AppError('unauthenticated', 'The e-mail address or the password is wrong.');
      }
      return transact((tx) => openSession(tx, account));
    },

    refresh: async (refreshToken) => {
      const tokenHash = hashRefreshToken(refreshToken);
      // One transaction: a failure after the token was marked used must not cost the session.
      const session = await transact(async (tx) => {
        const used = await repository.useRefreshToken(tx, tokenHash);
        if (used === null) return null;
        const account = await repository.findAccount(used.userId, tx);
        if (account === null) throw notAuthenticated();
        return openSession(tx, account, used.familyId);
      });
      return session ?? refuseReuse(tokenHash);
    },

    logout: async (refreshToken) => {
      const known = await repository.findRefreshToken(hashRefreshToken(refreshToken));
      if (known !== null) {
        await transact((tx) => repository.revokeFamily(tx, known.familyId));
      }
    },

    me: async ({ userId }) => {
      const account = await repository.findAccount(userId);
      if (account === null) throw notAuthenticated();
      return toWireUser(account);
    },

    authenticate: async (accessToken) => {
      const { userId, workspaceId } = accessTokens.verify(accessToken);
      const scope = await repository.findScope(userId, workspaceId);
      if (scope === null) throw notAuthenticated();
      return scope;
    },
  };
}

const toWireUser = ({ user: { id, email, name } }: Account): WireUser => ({ id, email, name });
