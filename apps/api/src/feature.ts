import type { Route } from './http/route.ts';
import type { Sweep } from './sweeper/sweeper.ts';

/** One part of the API, whole: what it answers, and what it does besides. */
export interface Feature {
  routes: readonly Route[];
  /** What it repeats in one API process at a time, by name. */
  sweeps?: Readonly<Record<string, Sweep>>;
  /** Ends what would keep the server waiting for its requests in flight. */
  drain?: () => void;
  /** Waits for what it has under way, once no request is; connections are still there. */
  close?: () => Promise<void>;
}

/**
 * Several features as one: routes in their order, closed from the last to the first.
 * @throws Error when two sweeps have one name.
 */
export function foldFeatures(features: readonly Feature[]): Required<Feature> {
  const sweeps: Record<string, Sweep> = {};
  for (const [name, sweep] of features.flatMap((one) => Object.entries(one.sweeps ?? {}))) {
    if (sweeps[name] !== undefined) throw new Error(`Two features have a sweep "${name}".`);
    sweeps[name] = sweep;
  }
  return {
    routes: features.flatMap(({ routes }) => routes),
    sweeps,
    drain: () => {
      for (const { drain } of features) drain?.();
    },
    close: async () => {
      const failures: unknown[] = [];
      for (const { close } of features.toReversed()) {
        // A feature that does not close keeps no other from closing.
        await close?.().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw new AggregateError(failures, 'A feature did not close.');
    },
  };
}
