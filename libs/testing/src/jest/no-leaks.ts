import { setTimeout } from 'node:timers/promises';
import { addEventHandler, getState } from 'jest-circus';

/** For what closes a moment after it was told to, as connections do. */
const patienceMs = 5_000;
const stepMs = 20;
/** What Node 24.21 leaves behind of every `openAsBlob` that was sent as part of a form. */
const afterSendingABlob = 'FileHandleReadWrap';

// Node opens its own streams when they are first looked at, as execa does: no leak of the file that did it.
for (const name of ['stdin', 'stdout', 'stderr'] as const) Reflect.get(process, name);

// A process runs many test files. What one of them leaves open would burden those after it, and nobody would see whose it is.
let ofThisFile: ReturnType<typeof lastHook> | undefined;

addEventHandler((event) => {
  if (event.name !== 'add_test' && event.name !== 'add_hook') return;
  const { hooks } = getState().rootDescribeBlock;
  if (ofThisFile === undefined || !hooks.includes(ofThisFile)) ofThisFile = lastHook();
  else hooks.splice(hooks.indexOf(ofThisFile), 1);
  hooks.push(ofThisFile);
});

function lastHook() {
  const before = openNow();
  const fn = async () => {
    const untilMs = performance.now() + patienceMs;
    while (left(before).length > 0 && performance.now() < untilMs) await setTimeout(stepMs);
    const leaks = left(before);
    if (leaks.length > 0) throw new Error(`The file leaves open: ${leaks.join(', ')}.`);
  };
  return {
    type: 'afterAll' as const,
    fn,
    parent: getState().rootDescribeBlock,
    asyncError: new Error(),
    timeout: null,
    seenDone: false,
  };
}

/** What keeps the process from ending, by its kind in Node. */
function openNow(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind !== afterSendingABlob);
}

function left(before: string[]): string[] {
  const known = [...before];
  return openNow().filter((kind) => {
    const at = known.indexOf(kind);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
}
