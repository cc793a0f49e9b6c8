import type { Dependency } from '@memo/errors';

/** What this process knows of the dependencies of its work: one circuit breaker for each. */
export interface DependencyWatch {
  /**
   * Those of these kinds that can be done, as far as is known. A kind whose dependency is away is among them once in a
   * while, and what is claimed then finds out whether it is back.
   */
  ready<Kind extends string>(kinds: readonly Kind[]): Kind[];
  /** When a dependency that is away is tried next, in ms; null when none is away. */
  nextTryInMs(): number | null;
  away(dependency: Dependency): void;
  /** Work of this kind succeeded, so all that it needs answers. */
  succeeded(kind: string): void;
  /** Whether the dependency did its part in other work since then, in ms of the watch's clock. */
  answeredSince(dependency: Dependency, atMs: number): boolean;
  nowMs(): number;
}

export interface DependencyWatchOptions {
  needs: Readonly<Record<string, readonly Dependency[]>>;
  /** A clock that only goes forward, in ms. */
  nowMs?: () => number;
  /** 0 (inclusive) to 1. */
  random?: () => number;
  tryAgainMs?: { first: number; most: number };
}

interface Outage {
  failures: number;
  tryAtMs: number;
}

const defaults = { first: 1_000, most: 15_000 };

export function createDependencyWatch({
  needs,
  nowMs = () => performance.now(),
  random = Math.random,
  tryAgainMs = defaults,
}: DependencyWatchOptions): DependencyWatch {
  const outages = new Map<Dependency, Outage>();
  const answeredAt = new Map<Dependency, number>();

  const pauseMs = (failures: number): number =>
    Math.min(tryAgainMs.first * 2 ** (failures - 1), tryAgainMs.most) * (0.5 + random() / 2);

  function mayTry(dependency: Dependency): boolean {
    const outage = outages.get(dependency);
    return outage === undefined || outage.tryAtMs <= nowMs();
  }

  return {
    nowMs,
    ready: (kinds) => {
      const ready = kinds.filter((kind) => (needs[kind] ?? []).every(mayTry));
      // One try at a time: whoever comes next waits for what becomes of this one.
      for (const dependency of new Set(ready.flatMap((kind) => needs[kind] ?? []))) {
        const outage = outages.get(dependency);
        if (outage !== undefined) outage.tryAtMs = nowMs() + pauseMs(outage.failures);
      }
      return ready;
    },
    nextTryInMs: () => {
      const times = [...outages.values()].map(({ tryAtMs }) => tryAtMs);
      return times.length === 0 ? null : Math.max(0, Math.min(...times) - nowMs());
    },
    away: (dependency) => {
      const failures = (outages.get(dependency)?.failures ?? 0) + 1;
      outages.set(dependency, { failures, tryAtMs: nowMs() + pauseMs(failures) });
    },
    succeeded: (kind) => {
      for (const dependency of needs[kind] ?? []) {
        outages.delete(dependency);
        answeredAt.set(dependency, nowMs());
      }
    },
    answeredSince: (dependency, atMs) => (answeredAt.get(dependency) ?? -Infinity) > atMs,
  };
}
