import { LeaseLost, type StageClaim } from './claim.ts';
import { leaseMs, type Ledger } from './ledger.ts';

export interface KeptLease {
  /** Fires when the lease is lost: the work must stop. */
  lost: AbortSignal;
  /** Stops renewing. */
  release(): void;
}

/** Renews a claim's lease until released. A database that is silent for longer than the lease counts as losing it. */
export function keepLease(ledger: Ledger, claim: StageClaim): KeptLease {
  const controller = new AbortController();
  let renewedAt = Date.now();

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
    ledger.renew(claim).then(
      () => (renewedAt = askedAt),
      (error: unknown) => {
        if (error instanceof LeaseLost) lose();
      },
    );
  }, leaseMs / 3);

  return { lost: controller.signal, release: () => clearInterval(timer) };
}
