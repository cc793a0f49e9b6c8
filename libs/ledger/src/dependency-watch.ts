import type { Dependency } from '@memo/errors';

/** What this process knows of the dependencies of its work: one circuit breaker for each. */
export interface DependencyWatch {
  /**
   * Those of these kinds that can be done, as far as is known, and when another of them can be tried, in ms; null where
   * none is held up. A kind whose dependency is away is among them once in a while, and what is claimed then finds out
   * whether it is back.
   */
  ready<Kind extends string>(kinds: readonly Kind[]): { kinds: Kind[]; nextTryInMs: number | null };
  away(dependency: Dependency): void;
  /** Work that needs it stays where it is for so long: there is more of it than may be asked for. */
  hold(dependency: Dependency, forMs: number): void;
  /** Those that are away, as far as this process knows. */
  outages(): Dependency[];
  /** It did its part in something. */
  answered(dependency: Dependency): void;
  /** Work of this kind succeeded, so all that it cannot do without answers. */
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

/** Work of a kind that needs them is now and then done without asking them: whoever asks them says so. */
const askedNowAndThen: ReadonlySet<Dependency> = new Set(['speech', 'language']);

const defaults = { first: 1_000, most: 15_000 };

export function createDependencyWatch({
  needs,
  nowMs = () => performance.now(),
  random = Math.random,
  tryAgainMs = defaults,
}: DependencyWatchOptions): DependencyWatch {
  const outages = new Map<Dependency, Outage>();
  const answeredAt = new Map<Dependency, number>();
  const heldUntilMs = new Map<Dependency, number>();

  const pauseMs = (failures: number): number =>
    Math.min(tryAgainMs.first * 2 ** (failures - 1), tryAgainMs.most) * (0.5 + random() / 2);

  const needed: ReadonlySet<Dependency> = new Set(Object.values(needs).flat());

  /** When a kind can be tried; in the past where nothing holds it up. */
  const tryAtMs = (kind: string): number =>
    Math.max(
      ...(needs[kind] ?? []).flatMap((one) => [
        outages.get(one)?.tryAtMs ?? 0,
        heldUntilMs.get(one) ?? 0,
      ]),
      0,
    );

  function answered(dependency: Dependency): void {
    outages.delete(dependency);
    answeredAt.set(dependency, nowMs());
  }

  return {
    nowMs,
    answered,
    outages: () => [...outages.keys()],
    ready: (kinds) => {
      const now = nowMs();
      const ready = kinds.filter((kind) => tryAtMs(kind) <= now);
      const held = kinds.filter((kind) => !ready.includes(kind)).map(tryAtMs);
      // One try at a time: whoever comes next waits for what becomes of this one.
      for (const dependency of new Set(ready.flatMap((kind) => needs[kind] ?? []))) {
        const outage = outages.get(dependency);
        if (outage !== undefined) outage.tryAtMs = now + pauseMs(outage.failures);
      }
      return { kinds: ready, nextTryInMs: held.length === 0 ? null : Math.min(...held) - now };
    },
    away: (dependency) => {
      // What no kind needs, none is held back for.
      if (!needed.has(dependency)) return;
      const failures = (outages.get(dependency)?.failures ?? 0) + 1;
      outages.set(dependency, { failures, tryAtMs: nowMs() + pauseMs(failures) });
    },
    hold: (dependency, forMs) => heldUntilMs.set(dependency, nowMs() + forMs),
    succeeded: (kind) => {
      for (const one of needs[kind] ?? []) if (!askedNowAndThen.has(one)) answered(one);
    },
    answeredSince: (dependency, atMs) => (answeredAt.get(dependency) ?? -Infinity) > atMs,
  };
}
