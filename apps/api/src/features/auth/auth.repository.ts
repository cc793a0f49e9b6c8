import { newId, type Database, type Owner, type Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditEntry } from '@memo/journal';
import type { Account, Profile } from './account.ts';
import {
  findAccount,
  findLocalAccount,
  findProfile,
  insertAccount,
  lockAccount,
  replacePasswordHash,
  type AccountRow,
} from './auth.sql.ts';
import { restoreAccount } from './restore.sql.ts';
import {
  findRefreshToken,
  findSession,
  forgetAddresses,
  insertRefreshToken,
  listSessions,
  lockFamily,
  lockFamilyOfToken,
  lockUserOfToken,
  pruneRefreshTokens,
  revokeFamily,
  useRefreshToken,
  type SessionRow,
} from './sessions.sql.ts';

export interface NewLocalAccount {
  name: string;
  email: string;
  passwordHash: string;
}

export interface AuthRepository {
  /**
   * With a personal workspace. Waits for another transaction that is about to take the address.
   * @returns the user's id.
   * @throws AppError `conflict` when the address is taken.
   */
  createLocalAccount(tx: Transaction, account: NewLocalAccount): Promise<number>;
  findLocalByEmail(email: string): Promise<LocalAccount | null>;
  /** Does nothing where the password was changed meanwhile. */
  replacePasswordHash(
    tx: Transaction,
    hashes: { userId: number; oldHash: string; newHash: string },
  ): Promise<void>;
  findAccount(userId: number): Promise<Account | null>;
  /** The account as it is now; until the transaction ends no other transaction deactivates it or ends its tokens. */
  lockAccount(tx: Transaction, userId: number): Promise<Account | null>;
  findProfile(owner: Owner): Promise<Profile | null>;
  /**
   * Of somebody who had it deleted and has proven who they are.
   * @returns what to record of it; null where it was not deleted, or is being purged.
   */
  restore(tx: Transaction, userId: number): Promise<AuditEntry[] | null>;
  saveRefreshToken(tx: Transaction, token: NewRefreshToken): Promise<void>;
  /**
   * Marks an unused, valid token used and returns it; of concurrent calls with the same token, exactly one succeeds.
   * Holds its family's rows until the transaction ends, so that no revocation can miss the successor.
   */
  useRefreshToken(tx: Transaction, tokenHash: string): Promise<TokenOfSession | null>;
  findRefreshToken(tokenHash: string): Promise<(TokenOfSession & { usedAt: Date | null }) | null>;
  /** False when it was revoked before. */
  revokeFamily(tx: Transaction, familyId: string): Promise<boolean>;
  /** No address that the family's tokens went to is one its user is known by any more. */
  forgetAddresses(tx: Transaction, familyId: string): Promise<void>;
  /** The user's open sessions, the last used first; 200 at most. */
  listSessions(userId: number): Promise<SessionRow[]>;
  /** Whether the user has such a session, and it is open. */
  hasSession(session: TokenOfSession): Promise<boolean>;
  /** Forgets tokens that expired long ago. @returns how many. */
  pruneRefreshTokens(): Promise<number>;
}

export interface LocalAccount extends Account {
  passwordHash: string | null;
  /** Where its sessions are and were. */
  addresses: string[];
}

/** Whose token it is, and of which session. */
interface TokenOfSession {
  userId: number;
  familyId: string;
}

interface NewRefreshToken extends TokenOfSession {
  tokenHash: string;
  expiresAt: Date;
  ip: string | null;
  client: string | null;
}

export function createAuthRepository(database: Database): AuthRepository {
  const { openRows } = database;
  const rows = openRows();

  return {
    createLocalAccount: async (tx, { name, email, passwordHash }) => {
      const identity = { provider: 'local' as const, subject: email, passwordHash };
      const ids = { workspaceId: newId(), identityId: newId() };
      const account = { name, email, emailVerified: false, ...identity, ...ids };
      const made = await openRows(tx).first(insertAccount, account);
      if (made !== null) return made.id;
      throw new AppError(
        'conflict',
        'This e-mail address is already registered. Sign in instead.',
        { code: 'email_taken' },
      );
    },

    findLocalByEmail: async (email) => {
      const found = await rows.first(findLocalAccount, { email });
      if (found === null) return null;
      const { passwordHash, addresses, ...row } = found;
      return { ...toAccount(row), passwordHash, addresses: addresses ?? [] };
    },

    replacePasswordHash: async (tx, hashes) => {
      await openRows(tx).run(replacePasswordHash, hashes);
    },

    findAccount: async (userId) => toAccountOrNull(await rows.first(findAccount, { userId })),

    lockAccount: async (tx, userId) =>
      toAccountOrNull(await openRows(tx).first(lockAccount, { userId })),

    findProfile: async ({ workspaceId, userId }) => {
      const found = await rows.first(findProfile, { workspaceId, userId });
      if (found === null) return null;
      const { workspaceName: name, kind, ...user } = found;
      return { user, workspace: { id: workspaceId, name, kind } };
    },

    restore: (tx, userId) => restoreAccount(database, tx, userId),

    saveRefreshToken: async (tx, token) => {
      await openRows(tx).run(insertRefreshToken, { id: newId(), ...token });
    },

    useRefreshToken: async (tx, tokenHash) => {
      const held = openRows(tx);
      // The user before the tokens, in the order in which an account is taken over: or the two could wait for each
      // other.
      await held.all(lockUserOfToken, { tokenHash });
      await held.all(lockFamilyOfToken, { tokenHash });
      return held.first(useRefreshToken, { tokenHash });
    },

    findRefreshToken: (tokenHash) => rows.first(findRefreshToken, { tokenHash }),

    revokeFamily: async (tx, familyId) => {
      const held = openRows(tx);
      // Waits for a refresh under way; the update that follows sees its successor.
      await held.all(lockFamily, { familyId });
      return (await held.run(revokeFamily, { familyId })) > 0;
    },

    forgetAddresses: async (tx, familyId) => {
      await openRows(tx).run(forgetAddresses, { familyId });
    },

    listSessions: (userId) => rows.all(listSessions, { userId }),

    hasSession: async (session) => (await rows.first(findSession, { ...session })) !== null,

    pruneRefreshTokens: () => rows.run(pruneRefreshTokens, {}),
  };
}

const toAccount = ({ workspaceId, ...user }: AccountRow): Account => ({ user, workspaceId });

const toAccountOrNull = (row: AccountRow | null): Account | null => row && toAccount(row);
