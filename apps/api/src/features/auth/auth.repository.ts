import {
  Identity,
  newId,
  RefreshToken,
  User,
  Workspace,
  WorkspaceMember,
  type Owner,
  type Transaction,
} from '@memo/entities';
import { AppError } from '@memo/errors';
import type { DataSource } from 'typeorm';
import type { Account, Profile } from './account.ts';
import { insertAccount } from './insert-account.ts';

export interface NewLocalAccount {
  name: string;
  email: string;
  passwordHash: string;
}

export interface AuthRepository {
  /** @returns the user's id. @throws AppError `conflict` when the address is taken. */
  createLocalAccount(tx: Transaction, account: NewLocalAccount): Promise<number>;
  findLocalByEmail(email: string): Promise<(Account & { passwordHash: string | null }) | null>;
  findAccount(userId: number): Promise<Account | null>;
  /** The account as it is now; until the transaction ends nobody deactivates it or ends its tokens. */
  lockAccount(tx: Transaction, userId: number): Promise<Account | null>;
  findProfile(owner: Owner): Promise<Profile | null>;
  saveRefreshToken(
    tx: Transaction,
    token: Pick<RefreshToken, 'userId' | 'familyId' | 'tokenHash' | 'expiresAt'>,
  ): Promise<void>;
  /**
   * Marks an unused, valid token used and returns it; of many at once, one succeeds. Holds its family's rows until the
   * transaction ends, so that no revocation can miss the successor.
   */
  useRefreshToken(
    tx: Transaction,
    tokenHash: string,
  ): Promise<Pick<RefreshToken, 'userId' | 'familyId'> | null>;
  findRefreshToken(tokenHash: string): Promise<RefreshToken | null>;
  /** False when it was revoked before. */
  revokeFamily(tx: Transaction, familyId: string): Promise<boolean>;
}

export function createAuthRepository({ manager }: DataSource): AuthRepository {
  const accountOf = async (user: User | null, queries = manager): Promise<Account | null> => {
    if (user === null) return null;
    const membership = await queries.findOneOrFail(WorkspaceMember, {
      where: { userId: user.id, workspace: { kind: 'personal' } },
    });
    return { user, workspaceId: membership.workspaceId };
  };

  return {
    createLocalAccount: async (tx, { name, email, passwordHash }) => {
      const identity = { provider: 'local' as const, subject: email, passwordHash };
      const userId = await insertAccount(tx, { name, email, emailVerified: false, identity });
      if (userId !== null) return userId;
      throw new AppError(
        'conflict',
        'This e-mail address is already registered. Sign in instead.',
        { code: 'email_taken' },
      );
    },

    findLocalByEmail: async (email) => {
      const identity = await manager.findOne(Identity, {
        where: { provider: 'local', subject: email },
        relations: { user: true },
      });
      const account = await accountOf(identity?.user ?? null);
      return account && { ...account, passwordHash: identity?.passwordHash ?? null };
    },

    findAccount: async (userId) => accountOf(await manager.findOneBy(User, { id: userId })),

    lockAccount: async (tx, userId) => {
      const lock = { mode: 'pessimistic_read' } as const;
      return accountOf(await tx.manager.findOne(User, { where: { id: userId }, lock }), tx.manager);
    },

    findProfile: async ({ workspaceId, userId }) => {
      const [user, workspace] = await Promise.all([
        manager.findOneBy(User, { id: userId }),
        manager.findOneBy(Workspace, { id: workspaceId }),
      ]);
      return user && workspace && { user, workspace };
    },

    saveRefreshToken: async (tx, token) => {
      await tx.manager.insert(RefreshToken, { id: newId(), ...token });
    },

    useRefreshToken: async (tx, tokenHash) => {
      // The user before the tokens, in the order in which an account is taken over: or the two could wait for each other.
      await tx.manager.query(
        `SELECT 1 FROM users WHERE id = (SELECT user_id FROM refresh_tokens WHERE token_hash = $1)
         FOR SHARE`,
        [tokenHash],
      );
      const ofToken = '(SELECT family_id FROM refresh_tokens WHERE token_hash = $1)';
      await lockFamily(tx, ofToken, tokenHash);
      const [rows]: [{ user_id: number; family_id: string }[], number] = await tx.manager.query(
        `UPDATE refresh_tokens SET used_at = now()
         WHERE token_hash = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > now()
         RETURNING user_id, family_id`,
        [tokenHash],
      );
      const row = rows[0];
      return row === undefined ? null : { userId: row.user_id, familyId: row.family_id };
    },

    findRefreshToken: (tokenHash) => manager.findOneBy(RefreshToken, { tokenHash }),

    revokeFamily: async (tx, familyId) => {
      // Waits for a refresh under way; the update that follows sees its successor.
      await lockFamily(tx, '$1', familyId);
      const [, revoked]: [unknown[], number] = await tx.manager.query(
        'UPDATE refresh_tokens SET revoked_at = now() WHERE family_id = $1 AND revoked_at IS NULL',
        [familyId],
      );
      return revoked > 0;
    },
  };
}

const lockFamily = (tx: Transaction, family: string, value: string): Promise<unknown> =>
  tx.manager.query(
    `SELECT 1 FROM refresh_tokens WHERE family_id = ${family} ORDER BY id FOR UPDATE`,
    [value],
  );
