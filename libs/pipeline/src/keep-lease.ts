import { LeaseLost, type StageClaim } from './claim.ts';
import { leaseMs, type Ledger } from './ledger.ts';

export interface KeptLease {
  /** Fires when the lease is lost: the work must stop. */
  lost: AbortSignal;
  /** Stops renewing. */
  release(): void;
}

/** Renews a claim's lease until released. A database outage longer than the lease counts as losing it. */
export function keepLease(ledger: Ledger, claim: StageClaim): KeptLease {
  const controller = new AbortController();
  let renewedAt = Date.now();

  const timer = setInterval(() => {
    const askedAt = Date.now();
    ledger.renew(claim).then(
      () => {
        renewedAt = askedAt;
      },
      (error: unknown) => {
        if (error instanceof LeaseLost || Date.now() - renewedAt > leaseMs) {
          clearInterval(timer);
          controller.abort(new LeaseLost());
        }
      },
    );
  }, leaseMs / 3);

  return { lost: controller.signal, release: () => clearInterval(timer) };
}
