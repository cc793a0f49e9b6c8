import { LeaseLost, type Claim } from './claim.ts';
import type { Ledger } from './ledger.ts';

export interface KeptLease {
  /** Fires when the lease is lost: the work must stop. */
  lost: AbortSignal;
  /** Stops renewing. */
  release(): void;
}

/**
 * Renews a claim's lease until released. A database that is silent for longer than the lease counts as losing it, and so
 * does a process that was paused for so long.
 * @param claimedAt before its lease began, in ms since 1970 by this process' clock.
 */
export function keepLease(
  { leaseMs, renew }: Pick<Ledger<string, object>, 'leaseMs' | 'renew'>,
  claim: Claim,
  claimedAt: number,
): KeptLease {
  const controller = new AbortController();
  let renewedAt = claimedAt;

  const lose = (): void => {
    clearInterval(timer);
    controller.abort(new LeaseLost());
  };
  const timer = setInterval(() => {
    const askedAt = Date.now();
    // Judged here and not when an answer fails: a connection that went dead may never answer at all.
    if (askedAt - renewedAt > leaseMs) {
      lose();
      return;
    }
    renew(claim).then(
      () => (renewedAt = askedAt),
      (error: unknown) => {
        if (error instanceof LeaseLost) lose();
      },
    );
  }, leaseMs / 3);
  if (Date.now() - claimedAt > leaseMs) lose();

  return { lost: controller.signal, release: () => clearInterval(timer) };
}
