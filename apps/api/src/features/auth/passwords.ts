import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { processEnvironment, type Environment } from '@memo/config';
import argon2 from 'argon2';
import { createSlots } from '../../slots/slots.ts';

export interface Verified {
  matches: boolean;
  /**
   * The hash to keep instead, of a password that matches, where the one that is kept is of another form of it or cost
   * another price.
   */
  renewed: string | null;
}

/** Who waits for it: callers take turns, and one that has gone away gives its place up. */
export interface Asker {
  caller: string;
  gone: AbortSignal;
}

export interface Passwords {
  /** @throws AppError `unavailable` with a time to come back at; the signal's reason. */
  hash(password: string, asker: Asker): Promise<string>;
  /**
   * Takes as long for a hash that is not there as for one of today's price, so that the answer's time tells nobody who
   * has an account.
   * @throws AppError `unavailable` with a time to come back at; the signal's reason.
   */
  verify(hash: string | null, password: string, asker: Asker): Promise<Verified>;
}

export interface PasswordsOptions {
  /** Hashes under way at once. */
  atOnce?: number;
  /** How long another one waits for its turn. */
  waitMs?: number;
  /** How many of one caller wait at once: an office behind one address, at nine o'clock. */
  waitingPerCaller?: number;
  waitingInAll?: number;
}

/**
 * OWASP's Password Storage Cheat Sheet, Argon2id: 9 MiB, four passes, one lane. It lists five pairs that defend equally
 * well; of the others 19 MiB and two passes take twice this time where cores share a cache and a memory.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
export const price = { memoryCost: 9_216, timeCost: 4, parallelism: 1 };

const busy = {
  message: 'All passwords that may be checked at once are being checked.',
  retryAfterMs: 2_000,
};

/**
 * The same characters are typed as one code point or as several, narrow or wide, as the keyboard has it. What is hashed
 * is one form of them (NFKC, as RFC 8265 has it for comparison); accounts of earlier releases have the hash of what was
 * typed.
 */
const ownForm = (password: string): string => password.normalize('NFKC');
const oldForms = (password: string): string[] =>
  [password, password.normalize('NFC'), password.normalize('NFD')].filter(
    (form, index, forms) => form !== ownForm(password) && forms.indexOf(form) === index,
  );

export function createPasswords(options: PasswordsOptions = {}): Passwords {
  const { atOnce = hashesAtOnce(availableParallelism(), processEnvironment()) } = options;
  const { waitMs = 5_000, waitingPerCaller = 60, waitingInAll = 200 } = options;
  const turns = createSlots({ works: atOnce, waitMs, waitingPerCaller, waitingInAll, busy });
  const decoy = decoyHash();
  const hash = (password: string): Promise<string> =>
    argon2.hash(ownForm(password), { type: argon2.argon2id, ...price });

  async function compare(kept: string, password: string): Promise<Verified> {
    if (await argon2.verify(kept, ownForm(password))) {
      const isDue = argon2.needsRehash(kept, price);
      return { matches: true, renewed: isDue ? await hash(password) : null };
    }
    // One after the other: each takes its memory.
    for (const form of oldForms(password)) {
      if (await argon2.verify(kept, form)) return { matches: true, renewed: await hash(password) };
    }
    return { matches: false, renewed: null };
  }

  return {
    hash: (password, { caller, gone }) => turns.run({ caller }, gone, () => hash(password)),
    verify: (kept, password, { caller, gone }) =>
      turns.run({ caller }, gone, () => compare(kept ?? decoy, password)),
  };
}

const libuvThreads = 4;

/**
 * One for each core, but for two threads of libuv's pool: files, names and compression wait for the same threads, and
 * would otherwise wait for passwords.
 */
export function hashesAtOnce(cores: number, { UV_THREADPOOL_SIZE }: Environment): number {
  const threads = Number(UV_THREADPOOL_SIZE ?? libuvThreads) || libuvThreads;
  return Math.max(1, Math.min(cores, threads - 2));
}

/** As a hash is written, of random bytes instead: it costs what a real one does, and no password has it. */
export function decoyHash(): string {
  const [salt, digest] = [16, 32].map((bytes) =>
    randomBytes(bytes).toString('base64').replaceAll('=', ''),
  );
  const { memoryCost, timeCost, parallelism } = price;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${digest}`;
}
