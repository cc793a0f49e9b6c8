import {
  Identity,
  newId,
  RefreshToken,
  User,
  Workspace,
  WorkspaceMember,
  type Scope,
  type Transaction,
  type WorkspaceRole,
} from '@memo/entities';
import { AppError } from '@memo/errors';
import { QueryFailedError, type DataSource } from 'typeorm';

export interface Account {
  user: Pick<User, 'id' | 'email' | 'name' | 'isActive'>;
  /** The workspace sign-in opens: the personal one. */
  workspaceId: string;
}

export interface NewAccount {
  name: string;
  email: string;
  passwordHash: string;
}

export interface AuthRepository {
  /** @throws AppError `conflict` when the address is taken. */
  createLocalAccount(tx: Transaction, account: NewAccount): Promise<Account>;
  findLocalByEmail(email: string): Promise<(Account & { passwordHash: string | null }) | null>;
  /** @param tx the transaction to read in: one that holds locks must not wait for a second connection. */
  findAccount(userId: number, tx?: Transaction): Promise<Account | null>;
  /** Null when the user is gone, deactivated or no member any more. */
  findScope(userId: number, workspaceId: string): Promise<Scope | null>;
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
  revokeFamily(tx: Transaction, familyId: string): Promise<void>;
}

const uniqueViolation = '23505';

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
      const user = tx.manager.create(User, { name, email, isActive: true, authProvider: 'local' });
      try {
        await tx.manager.insert(User, user);
      } catch (error) {
        if (isUniqueViolation(error)) {
          throw new AppError(
            'conflict',
            'This e-mail address is already registered. Sign in instead.',
            { code: 'email_taken' },
          );
        }
        throw error;
      }
      const workspaceId = newId();
      await tx.manager.insert(Workspace, { id: workspaceId, name, kind: 'personal' });
      await tx.manager.insert(WorkspaceMember, { workspaceId, userId: user.id, role: 'OWNER' });
      await tx.manager.insert(Identity, {
        id: newId(),
        userId: user.id,
        provider: 'local',
        subject: email,
        passwordHash,
      });
      return { user, workspaceId };
    },

    findLocalByEmail: async (email) => {
      const identity = await manager.findOne(Identity, {
        where: { provider: 'local', subject: email },
        relations: { user: true },
      });
      const account = await accountOf(identity?.user ?? null);
      return account && { ...account, passwordHash: identity?.passwordHash ?? null };
    },

    findAccount: async (userId, tx) => {
      const queries = tx?.manager ?? manager;
      return accountOf(await queries.findOneBy(User, { id: userId }), queries);
    },

    findScope: async (userId, workspaceId) => {
      const rows: { role: WorkspaceRole; is_admin: boolean }[] = await manager.query(
        `SELECT m.role, u.is_admin FROM workspace_members m JOIN users u ON u.id = m.user_id
         WHERE m.user_id = $1 AND m.workspace_id = $2 AND u.is_active`,
        [userId, workspaceId],
      );
      const row = rows[0];
      return row === undefined
        ? null
        : { userId, workspaceId, role: row.role, isAdmin: row.is_admin, origin: null };
    },

    saveRefreshToken: async (tx, token) => {
      await tx.manager.insert(RefreshToken, { id: newId(), ...token });
    },

    useRefreshToken: async (tx, tokenHash) => {
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
      await tx.manager.update(RefreshToken, { familyId }, { revokedAt: new Date() });
    },
  };
}

const lockFamily = (tx: Transaction, family: string, value: string): Promise<unknown> =>
  tx.manager.query(
    `SELECT 1 FROM refresh_tokens WHERE family_id = ${family} ORDER BY id FOR UPDATE`,
    [value],
  );

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  (error.driverError as { code?: string }).code === uniqueViolation;
