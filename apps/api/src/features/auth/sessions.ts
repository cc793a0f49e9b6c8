import { createHash, randomBytes } from 'node:crypto';
import { notAuthenticated, type AccessTokens } from '@memo/access';
import { newId, type Transaction } from '@memo/entities';
import type { AuditEntry, AuditLog } from '@memo/journal';
import { personalScope, toWireUser, type Account } from './account.ts';
import type { AuthRepository } from './auth.repository.ts';
import type { Session } from './auth.schemas.ts';
import type { Device } from './device.ts';

export interface SessionRequest {
  userId: number;
  device: Device;
  /** What led here, for the audit log. */
  entries: readonly AuditEntry[];
  /** The session it goes on with; a new one when not given. */
  familyId?: string;
  /** What `token_version` was when the user proved who they are. */
  tokenVersion?: number;
}

export interface Sessions {
  /**
   * A pair of tokens. Call it last in the transaction.
   * @throws AppError `unauthenticated` when the account was deactivated or taken over in the meantime, or is not
   * admitted here any more.
   */
  open(tx: Transaction, request: SessionRequest): Promise<Session>;
}

export interface SessionsDeps {
  repository: AuthRepository;
  accessTokens: AccessTokens;
  refreshTokenMs: number;
  /** Whether this installation takes such an account. */
  admits: (user: Account['user']) => boolean;
  audit: AuditLog;
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { repository, accessTokens, refreshTokenMs, admits, audit } = deps;
  return {
    open: async (tx, { userId, device, entries, familyId = newId(), tokenVersion }) => {
      // A password was checked or a code issued before this transaction began. From here on the account stays as it is.
      const account = await repository.lockAccount(tx, userId);
      if (!account?.user.isActive || !admits(account.user)) throw notAuthenticated();
      const { user, workspaceId } = account;
      if (tokenVersion !== undefined && tokenVersion !== user.tokenVersion) {
        throw notAuthenticated();
      }
      const refreshToken = newRefreshToken();
      await repository.saveRefreshToken(tx, {
        userId,
        familyId,
        tokenHash: hashRefreshToken(refreshToken),
        expiresAt: new Date(Date.now() + refreshTokenMs),
        ip: device.ip,
        client: device.client,
      });
      const scope = personalScope(account, device);
      for (const entry of entries) await audit.record(scope, tx, entry);
      const { tokenVersion: version } = user;
      const claims = { userId, workspaceId, tokenVersion: version, sessionId: familyId };
      return {
        access_token: accessTokens.issue(claims),
        refresh_token: refreshToken,
        token_type: 'bearer',
        user: toWireUser(account),
      };
    },
  };
}

/** 256 random bits: nothing to guess, so a plain hash keeps it safe at rest. */
const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const hashRefreshToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
