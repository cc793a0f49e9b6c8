import { personOf } from '@memo/access';
import { newId, type Database, type Scope, type Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import { findKept, forgetKeys, keepMade, releaseKey, renewKeys, reserveKey } from './keys.sql.ts';

/** What was made under a key before. */
export interface Kept {
  fingerprint: string;
  subject: string;
}

export interface Reservation {
  /** Null where the key was free, and this request has it now. */
  kept: Kept | null;
  /**
   * Keeps what was made, in the transaction that makes it.
   * @throws AppError `conflict` where another request has the key by now.
   */
  keep(tx: Transaction, made: Kept): Promise<void>;
  /** Gives the key back, unless something was made under it. Never fails. */
  release(): Promise<void>;
}

/** The keys of requests, in the database: every API process sees the same. */
export interface Reservations {
  /** @throws AppError `conflict` while another request under the key is on its way. */
  reserve(scope: Scope, key: string): Promise<Reservation>;
  /** @returns how many keys had had their time. */
  forget(): Promise<number>;
}

export interface ReservationTimes {
  /** How long a reservation counts that nobody renews: how long a killed process keeps a key. */
  leaseSeconds: number;
  /** How long what was made is kept with its key. */
  keptSeconds: number;
}

const usualTimes: ReservationTimes = { leaseSeconds: 15, keptSeconds: 24 * 60 * 60 };

/** Keys forgotten at once. */
const batch = 1_000;

export interface ReservationsDeps {
  database: Database;
  logger: Logger;
  times?: ReservationTimes;
}

export function createReservations(deps: ReservationsDeps): Reservations {
  const { database, logger, times = usualTimes } = deps;
  const { leaseSeconds, keptSeconds } = times;
  const held = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  /** One statement for all that this process holds; the timer lives as long as there is one. */
  function hold(holder: string): void {
    held.add(holder);
    timer ??= setInterval(() => void renew(), (leaseSeconds * 1_000) / 4).unref();
  }

  async function renew(): Promise<void> {
    try {
      await database.openRows().run(renewKeys, { holders: [...held], leaseSeconds });
    } catch (error) {
      // The next round may get through; a request whose key was taken meanwhile makes nothing.
      logger.warn('The keys of requests could not be renewed', { error });
    }
  }

  function letGo(holder: string): void {
    held.delete(holder);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    reserve: async (scope, key) => {
      const named = { userId: personOf(scope), key };
      const holder = newId();
      const own = database.rows(scope);
      const reserved = await own.first(reserveKey, { ...named, holder, leaseSeconds });
      if (reserved === null) {
        const row = await own.first(findKept, named);
        // No row: it was given back this moment, and whoever asks next gets it.
        const { fingerprint = null, subject = null } = row ?? {};
        if (fingerprint === null || subject === null) throw stillUnderWay();
        const kept = { fingerprint, subject };
        return { kept, keep: () => Promise.reject(taken()), release: () => Promise.resolve() };
      }
      hold(holder);
      let isKept = false;
      return {
        kept: null,
        keep: async (tx, made) => {
          const values = { ...named, ...made, holder, keptSeconds };
          if ((await database.rows(scope, tx).run(keepMade, values)) === 0) throw taken();
          tx.afterCommit(() => Promise.resolve(void (isKept = true)));
        },
        release: async () => {
          letGo(holder);
          if (isKept) return;
          try {
            await own.run(releaseKey, { ...named, holder });
          } catch (error) {
            logger.warn('The key of a request ends with its lease', { error });
          }
        },
      };
    },

    forget: () => database.openRows().run(forgetKeys, { limit: batch }),
  };
}

export const underWayDetail =
  'A request with this Idempotency-Key is still under way. Wait for its answer, or send this one again in some seconds.';

const stillUnderWay = (): AppError =>
  new AppError('conflict', underWayDetail, { code: 'idempotency_key_held' });

const taken = (): AppError =>
  new AppError(
    'conflict',
    'This request took so long without a sign of life that another one took its Idempotency-Key. Nothing was made of it; send it again for the answer of the other.',
    { code: 'idempotency_key_taken' },
  );
