import { newId, type Database, type Transaction } from '@memo/entities';
import type { AuditEntry } from '@memo/journal';
import { insertAccount } from '../auth.sql.ts';
import { restoreAccount } from '../restore.sql.ts';
import {
  deleteIdentitiesOf,
  findByIdentity,
  insertIdentity,
  lockByEmail,
  lockIdentity,
  lockTokensOf,
  proveAddress,
  revokeTokensOf,
  type KnownUser,
} from './identities.sql.ts';
import type { VerifiedPerson } from './verified-person.ts';

export interface IdentitiesRepository {
  /** One sign-in at a time for each identity, until the transaction ends. */
  lockIdentity(tx: Transaction, person: VerifiedPerson): Promise<void>;
  findByIdentity(tx: Transaction, person: VerifiedPerson): Promise<KnownUser | null>;
  /** @returns the user's id; null when somebody has the address. */
  createAccount(tx: Transaction, person: VerifiedPerson): Promise<number | null>;
  /** No other transaction changes the account, or signs in to it, until this one ends. */
  lockByEmail(tx: Transaction, email: string): Promise<KnownUser>;
  /** @returns what to record of it; null where the account was not deleted by its person, or is being purged. */
  restore(tx: Transaction, userId: number): Promise<AuditEntry[] | null>;
  addIdentity(tx: Transaction, userId: number, person: VerifiedPerson): Promise<void>;
  /** Ends every way into the account there was, and marks its address proven. */
  takeOver(tx: Transaction, userId: number): Promise<void>;
}

export function createIdentitiesRepository(database: Database): IdentitiesRepository {
  const { openRows } = database;
  return {
    lockIdentity: async (tx, { provider, subject }) => {
      await openRows(tx).first(lockIdentity, { identity: `identity ${provider} ${subject}` });
    },

    findByIdentity: (tx, { provider, subject }) =>
      openRows(tx).first(findByIdentity, { provider, subject }),

    createAccount: async (tx, person) => {
      const ids = { workspaceId: newId(), identityId: newId() };
      const proven = { ...person, emailVerified: true, passwordHash: null };
      return (await openRows(tx).first(insertAccount, { ...proven, ...ids }))?.id ?? null;
    },

    lockByEmail: async (tx, email) => {
      const user = await openRows(tx).first(lockByEmail, { email });
      // Users are never deleted.
      if (user === null) throw new Error('The user who had the address a moment ago is gone.');
      return user;
    },

    restore: (tx, userId) => restoreAccount(database, tx, userId),

    addIdentity: async (tx, userId, { provider, subject }) => {
      await openRows(tx).run(insertIdentity, { id: newId(), userId, provider, subject });
    },

    takeOver: async (tx, userId) => {
      const rows = openRows(tx);
      await rows.all(lockTokensOf, { userId });
      await rows.run(deleteIdentitiesOf, { userId });
      await rows.run(revokeTokensOf, { userId });
      await rows.run(proveAddress, { userId });
    },
  };
}
