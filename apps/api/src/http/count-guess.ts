import { addressKey } from './client-address.ts';
import { tooManyRequests, type RateLimits } from './rate-limits.ts';

/** A password that somebody tries. */
interface Guess {
  /** What it would open. */
  key: string;
  ip: string | null;
  /** Told once for each burst of wrong ones. */
  onBurst: () => Promise<void>;
}

/**
 * Counts a password before it is checked, so that many at once are counted, too. Whether there is something to open
 * makes no difference to who tries.
 * @returns takes the count back, of a password that was right.
 * @throws AppError `rate_limited` from the tenth wrong one in an hour on, for all but one a minute.
 */
export async function countGuess(
  rateLimits: RateLimits,
  { key, ip, onBurst }: Guess,
): Promise<() => Promise<void>> {
  const address = addressKey(ip ?? undefined);
  const ofAddress = await rateLimits.take('guess-address', address);
  if (!ofAddress.allowed) throw tooManyRequests(ofAddress.resetMs);
  const ofKey = await rateLimits.take('guess', key);
  if (!ofKey.allowed) {
    if ((await rateLimits.take('guess-burst', key)).allowed) await onBurst();
    const further = await rateLimits.take('guess-further', key);
    if (!further.allowed) throw tooManyRequests(further.resetMs);
  }
  return async () => {
    await rateLimits.giveBack('guess-address', address);
    await rateLimits.giveBack('guess', key);
  };
}
