import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface GiveBackOptions {
  everyMs?: number;
  collect?: () => void;
}

/** Of one core: who only keeps connections alive takes less. */
const idleShare = 0.02;
/** Of what was left after the last time: a collection takes 0.1 s, in which nothing else is done. */
const worthwhile = 1.4;
/** What a further one must have given back for another to be tried. */
const smallShare = 0.03;

/**
 * Has V8 collect all it can, once the process has had nothing to do for a while and holds much more than the last time.
 * By itself it keeps what a busy minute took, and what starting up did, for as long as nobody asks for more.
 */
export function giveBackWhenIdle({
  everyMs = 10_000,
  collect = collector(),
}: GiveBackOptions = {}): Disposable {
  let floor = 0;
  let gaveBack = false;
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    if (user + system > idleShare * everyMs * 1_000) return;
    const heldBefore = held();
    if (heldBefore < floor * worthwhile && !gaveBack) return;
    collect();
    floor = held();
    // Code that has not run for a few collections goes with the next one.
    gaveBack = floor < heldBefore * (1 - smallShare);
    // It is no work of the process.
    before = process.cpuUsage();
  }, everyMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const held = (): number => getHeapStatistics().total_heap_size;

/** @returns collects at once. Of the kinds of collection this one alone gives pages back to the system. */
export function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;
  return () => {
    gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  };
}
