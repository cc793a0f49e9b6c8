import { LeaseLost, type Claim, type ReasonOfLoss } from './claim.ts';
import type { Ledger } from './ledger.ts';

export interface KeptLease {
  /** Fires when the lease is lost: the work must stop. */
  lost: AbortSignal;
  /** Stops renewing. */
  release(): void;
}

export interface LeaseKeeper {
  /**
   * Renews a claim's lease until released.
   * @param claimedAtMs before its lease began, by `nowMs`.
   */
  keep(claim: Claim, claimedAtMs: number): KeptLease;
  /**
   * Whether this process was never out of touch with the database in the last leases' time. One that was cannot tell a
   * holder that vanished from one that could not renew its lease either.
   */
  inTouch(): boolean;
  /** The database could not be asked. */
  outOfTouch(): void;
  /** Goes on whatever becomes of the clock on the wall, in ms. */
  nowMs(): number;
}

interface Held {
  claim: Claim;
  renewedAtMs: number;
  controller: AbortController;
}

/** How many renewals fit into a lease. */
const beatsPerLease = 4;

export interface LeaseKeeperDeps extends Pick<Ledger<string, object>, 'leaseMs' | 'renewAll'> {
  /** A clock that nobody sets; this process's own where none is given. */
  nowMs?: () => number;
}

/**
 * Renews the leases of one process, all in one statement. A database that is silent for longer than a lease counts as
 * losing them, and so does a process that was paused for so long.
 */
export function createLeaseKeeper({
  leaseMs,
  renewAll,
  nowMs = () => performance.now(),
}: LeaseKeeperDeps): LeaseKeeper {
  const everyMs = leaseMs / beatsPerLease;
  const held = new Set<Held>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let troubleAtMs = -Infinity;

  function forget(one: Held): void {
    held.delete(one);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function lose(one: Held, why: ReasonOfLoss): void {
    forget(one);
    one.controller.abort(new LeaseLost(why));
  }

  function loseWhatRanOut(): void {
    for (const one of held) {
      if (nowMs() - one.renewedAtMs <= leaseMs) continue;
      // Nobody answered for so long, or this process was paused.
      troubleAtMs = nowMs();
      lose(one, 'not_renewed');
    }
  }

  async function beat(): Promise<void> {
    // Judged here and not when an answer fails: a connection that went dead may never answer at all.
    loseWhatRanOut();
    if (held.size === 0) return;
    const asked = [...held];
    const askedAtMs = nowMs();
    try {
      const answers = await renewAll(asked.map(({ claim }) => claim));
      for (const one of asked) {
        const answer = answers.get(one.claim.runId);
        // A run that a transaction is writing is nobody else's to take.
        if (answer !== 'lost') one.renewedAtMs = askedAtMs;
        if (answer === 'lost') lose(one, 'taken');
      }
    } catch {
      troubleAtMs = nowMs();
    }
  }

  return {
    nowMs,
    keep: (claim, claimedAtMs) => {
      const one = { claim, renewedAtMs: claimedAtMs, controller: new AbortController() };
      held.add(one);
      timer ??= setInterval(() => void beat(), everyMs);
      loseWhatRanOut();
      return { lost: one.controller.signal, release: () => forget(one) };
    },
    inTouch: () => nowMs() - troubleAtMs > 2 * leaseMs,
    outOfTouch: () => {
      troubleAtMs = nowMs();
    },
  };
}
