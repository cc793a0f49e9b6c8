import { url as debuggerUrl } from 'node:inspector';
import { addEventHandler } from 'jest-circus';
import pTimeout from 'p-timeout';

/** For what names none. It ends a test that hangs and measures nothing. */
const defaultMs = 60_000;

// The runner calls tests and hooks and waits for them without an end. Jest Circus notes how long each may take.
addEventHandler((event, { currentDescribeBlock: block }) => {
  const last = block.children.at(-1);
  if (event.name === 'add_test' && last?.type === 'test') limit(last);
  if (event.name === 'add_hook') limit(block.hooks.at(-1));
});

interface Limited {
  fn?: unknown;
  timeout?: number | null | undefined;
}

function limit(added: Limited | undefined): void {
  if (added === undefined || debuggerUrl() !== undefined) return;
  const fn = added.fn as () => unknown;
  const ms = added.timeout ?? defaultMs;
  const message = `not done after its time limit of ${ms} ms`;
  added.fn = () => pTimeout(Promise.resolve().then(fn), { milliseconds: ms, message });
}
