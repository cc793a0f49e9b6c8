import { personOf } from '@memo/access';
import {
  newId,
  type Database,
  type Origin,
  type Scope,
  type Transact,
  type Transaction,
} from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { tooManyRequests, type RateLimits } from '../../../http/rate-limits.ts';
import type { Letters } from '../../../outbox/letters.ts';
import type { Outbox } from '../../../outbox/outbox.ts';
import { personalScope } from '../account.ts';
import { addressProven, passwordChanged, passwordReset } from '../audit-entries.ts';
import type { AuthRepository } from '../auth.repository.ts';
import type { Asker, Passwords } from '../passwords.ts';
import type { OneTimeStore } from '../sign-in/one-time-store.ts';
import type { PasswordChange, Reset } from './by-mail.schemas.ts';
import {
  addPassword,
  endOtherSessions,
  findReachable,
  lockReachable,
  lockTokens,
  proveOwnAddress,
  setPasswordHash,
} from './by-mail.sql.ts';

/** Whose mail it went to, as the account was then: what ended its tokens since ends this one, too. */
export interface Mailed {
  userId: number;
  tokenVersion: number;
}

export interface ByMailService {
  /** Ends every other session. @param prove by the current password; asked first. @throws AppError `unavailable`. */
  change(
    scope: Scope,
    change: PasswordChange,
    asker: Asker,
    prove: () => Promise<void>,
  ): Promise<void>;
  /** Answers alike whether there is such an account or not. @throws AppError `not_found` without mail; `rate_limited`. */
  askReset(email: string): Promise<void>;
  /** Ends every session. @throws AppError `invalid_input` for a token that is unknown, used or too old. */
  reset(reset: Reset, asker: Asker, origin: Origin): Promise<void>;
  /** @throws AppError `not_found` without mail; `conflict` for a proven address; `rate_limited`. */
  askProof(scope: Scope): Promise<void>;
  /** The token of the caller's own account: reading somebody's mail proves nothing of another account. */
  prove(scope: Scope, token: string): Promise<void>;
}

export interface ByMailDeps {
  database: Database;
  repository: Pick<AuthRepository, 'findAccount'>;
  transact: Transact;
  audit: AuditLog;
  passwords: Passwords;
  rateLimits: RateLimits;
  outbox: Outbox;
  letters: Letters;
  resets: OneTimeStore<Mailed>;
  proofs: OneTimeStore<Mailed>;
}

export const mailOffDetail =
  'This server sends no mail. Ask whoever runs it, or sign in with Microsoft or Google.';
export const tokenUnknownDetail =
  'This code is unknown, used or too old. Ask for another mail, and use the code of that one.';
export const provenDetail = 'It is proven already that this address is yours.';

export function createByMailService(deps: ByMailDeps): ByMailService {
  const { database, repository, transact, audit, passwords, rateLimits, outbox, letters } = deps;
  const { resets, proofs } = deps;

  function requireMail(): void {
    if (!outbox.isOn) throw new AppError('not_found', mailOffDetail, { code: 'mail_off' });
  }

  async function countMail(email: string): Promise<void> {
    requireMail();
    const { allowed, resetMs } = await rateLimits.take('mail', email);
    if (!allowed) throw tooManyRequests(resetMs);
  }

  /** The account a mail went to, unless its tokens were ended since. */
  async function holdMailed(tx: Transaction, { userId, tokenVersion }: Mailed) {
    const user = await database.openRows(tx).first(lockReachable, { userId });
    if (user?.tokenVersion !== tokenVersion) throw tokenUnknown();
    return user;
  }

  async function endSessions(tx: Transaction, userId: number, kept: string | null) {
    await database.openRows(tx).all(lockTokens, { userId });
    await database.openRows(tx).run(endOtherSessions, { userId, kept });
  }

  const requireAccount = async (userId: number) => {
    const account = await repository.findAccount(userId);
    if (account === null) throw tokenUnknown();
    return account;
  };

  return {
    change: async (scope, { new_password: chosen }, asker, prove) => {
      const userId = personOf(scope);
      await prove();
      const passwordHash = await passwords.hash(chosen, asker);
      const account = await requireAccount(userId);
      const { actor } = scope;
      const kept = actor.kind === 'user' ? (actor.sessionId ?? null) : null;
      await transact(async (tx) => {
        await database.openRows(tx).first(lockReachable, { userId });
        await database.openRows(tx).run(setPasswordHash, { userId, passwordHash });
        await endSessions(tx, userId, kept);
        await audit.record(personalScope(account, scope.origin), tx, passwordChanged(userId));
      });
      const { email } = account.user;
      outbox.post('a changed password', () => Promise.resolve(letters.passwordChanged(email)));
    },

    askReset: async (email) => {
      await countMail(email);
      outbox.post('a new password', async () => {
        const user = await database.openRows().first(findReachable, { email });
        if (user === null) return null;
        const { id: userId, tokenVersion } = user;
        return letters.resetPassword(user.email, await resets.put({ userId, tokenVersion }));
      });
    },

    reset: async ({ token, new_password: chosen }, asker, origin) => {
      requireMail();
      const mailed = await resets.take(token);
      if (mailed === null) throw tokenUnknown();
      const { userId } = mailed;
      const account = await requireAccount(userId);
      const passwordHash = await passwords.hash(chosen, asker).catch(async (error: unknown) => {
        // What could not be done now is to be done with the same mail.
        await resets.put(mailed, token);
        throw error;
      });
      await transact(async (tx) => {
        const rows = database.openRows(tx);
        const { email } = await holdMailed(tx, mailed);
        if ((await rows.run(setPasswordHash, { userId, passwordHash })) === 0) {
          await rows.run(addPassword, { id: newId(), userId, email, passwordHash });
        }
        await endSessions(tx, userId, null);
        await rows.run(proveOwnAddress, { userId, endsTokens: true });
        await audit.record(personalScope(account, origin), tx, passwordReset(userId));
      });
      outbox.post('a changed password', () =>
        Promise.resolve(letters.passwordChanged(account.user.email)),
      );
    },

    askProof: async (scope) => {
      const userId = personOf(scope);
      const { user } = await requireAccount(userId);
      await countMail(user.email);
      if (user.emailVerified) {
        throw new AppError('conflict', provenDetail, { code: 'address_proven' });
      }
      outbox.post('a proof of an address', async () =>
        letters.proveAddress(
          user.email,
          await proofs.put({ userId, tokenVersion: user.tokenVersion }),
        ),
      );
    },

    prove: async (scope, token) => {
      requireMail();
      const mailed = await proofs.take(token);
      if (mailed?.userId !== personOf(scope)) throw tokenUnknown();
      const { userId } = mailed;
      const account = await requireAccount(userId);
      await transact(async (tx) => {
        await holdMailed(tx, mailed);
        await database.openRows(tx).run(proveOwnAddress, { userId, endsTokens: false });
        await audit.record(personalScope(account, scope.origin), tx, addressProven(userId));
      });
    },
  };
}

const tokenUnknown = (): AppError =>
  new AppError('invalid_input', tokenUnknownDetail, { code: 'token_unknown' });
