import { Identity, newId, RefreshToken, User, type Transaction } from '@memo/entities';
import { insertAccount } from '../insert-account.ts';
import type { VerifiedPerson } from './verified-person.ts';

export interface IdentitiesRepository {
  /** One sign-in at a time for each identity, until the transaction ends. */
  lockIdentity(tx: Transaction, person: VerifiedPerson): Promise<void>;
  findByIdentity(tx: Transaction, person: VerifiedPerson): Promise<User | null>;
  /** @returns the user's id; null when somebody has the address. */
  createAccount(tx: Transaction, person: VerifiedPerson): Promise<number | null>;
  /** Nobody else changes the account, or signs in to it, until the transaction ends. */
  lockByEmail(tx: Transaction, email: string): Promise<User>;
  addIdentity(tx: Transaction, userId: number, person: VerifiedPerson): Promise<void>;
  /** Ends every way into the account there was, and marks its address proven. */
  takeOver(tx: Transaction, userId: number): Promise<void>;
}

export function createIdentitiesRepository(): IdentitiesRepository {
  return {
    lockIdentity: async ({ manager }, { provider, subject }) => {
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `identity ${provider} ${subject}`,
      ]);
    },

    findByIdentity: async ({ manager }, { provider, subject }) => {
      const identity = await manager.findOne(Identity, {
        where: { provider, subject },
        relations: { user: true },
      });
      return identity?.user ?? null;
    },

    createAccount: (tx, { provider, subject, email, name }) => {
      const identity = { provider, subject, passwordHash: null };
      return insertAccount(tx, { name, email, emailVerified: true, identity });
    },

    lockByEmail: ({ manager }, email) =>
      manager.findOneOrFail(User, {
        where: { email },
        lock: { mode: 'for_no_key_update' },
      }),

    addIdentity: async ({ manager }, userId, { provider, subject }) => {
      await manager.insert(Identity, {
        id: newId(),
        userId,
        provider,
        subject,
        passwordHash: null,
      });
    },

    takeOver: async ({ manager }, userId) => {
      // In the order in which a session's end locks them: or the two could wait for each other.
      await manager.query(
        'SELECT 1 FROM refresh_tokens WHERE user_id = $1 ORDER BY id FOR UPDATE',
        [userId],
      );
      await manager.delete(Identity, { userId });
      await manager.update(RefreshToken, { userId }, { revokedAt: new Date() });
      await manager.update(
        User,
        { id: userId },
        { emailVerified: true, tokenVersion: () => 'token_version + 1' },
      );
    },
  };
}
