import type { Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import { countGuess } from '../../http/count-guess.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { personalScope, type Account } from './account.ts';
import { passwordsGuessed } from './audit-entries.ts';
import type { Device } from './device.ts';

/** A password somebody tries. */
export interface Attempt {
  email: string;
  /** Null where nobody has the address. */
  account: Account | null;
  device: Device;
}

export interface Guesses {
  /**
   * Counts a password before it is checked, so that many at once are counted, too. Whether there is an account makes no
   * difference to who tries.
   * @returns takes the count back, of a password that was right.
   * @throws AppError `rate_limited` from the tenth wrong one in an hour on, for all but one a minute.
   */
  count(attempt: Attempt): Promise<() => Promise<void>>;
}

export interface GuessesDeps {
  rateLimits: RateLimits;
  transact: Transact;
  audit: AuditLog;
  logger: Logger;
}

/** For devices nobody has signed in with before: the owner's own are not to be locked out by somebody who guesses. */
export function createGuesses({ rateLimits, transact, audit, logger }: GuessesDeps): Guesses {
  /** One warning and one audit row for each burst. */
  async function tell({ account, device }: Attempt): Promise<void> {
    const userId = account?.user.id ?? null;
    logger.warn('Somebody is guessing the password of an account', { userId, ip: device.ip });
    if (account === null) return;
    const actor = { kind: 'system', name: 'sign-in' } as const;
    const scope = { ...personalScope(account, device), actor };
    await transact((tx) => audit.record(scope, tx, passwordsGuessed(account.user.id)));
  }

  return {
    count: (attempt) =>
      countGuess(rateLimits, {
        key: attempt.email,
        ip: attempt.device.ip,
        onBurst: () => tell(attempt),
      }),
  };
}
