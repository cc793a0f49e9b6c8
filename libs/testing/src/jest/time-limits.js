import { setTimeout } from 'node:timers/promises';
import * as circus from 'jest-circus';

const defaultMs = 30_000;

// The runner has no time limits. Jest Circus notes each function with its own; here they are kept.
circus.addEventHandler((event, state) => {
  const block = state.currentDescribeBlock;
  const added = event.name === 'add_test' ? block.children.at(-1) : event.name === 'add_hook' ? block.hooks.at(-1) : undefined;
  if (added === undefined) return;
  const { fn } = added;
  const limitMs = added.timeout ?? defaultMs;
  added.fn = async () => {
    const done = new AbortController();
    const limit = setTimeout(limitMs, undefined, { signal: done.signal }).then(() => {
      throw new Error(`exceeded its time limit of ${limitMs} ms`);
    });
    try {
      await Promise.race([fn(), limit]);
    } finally {
      done.abort();
      limit.catch(() => undefined);
    }
  };
});
