import { readFileSync } from 'node:fs';

/**
 * This file is loaded into every process before the app, with the file of its orders in its own address, and does on
 * SIGUSR2 what stands there: what goes wrong inside of a process cannot be done to it from outside.
 */
export interface Orders {
  /** Keeps the event loop busy for so long, in ms, as a faulty loop does. */
  blockMs?: number;
  /** Moves this process's clock, in ms. */
  clockAheadMs?: number;
}

const realDate = Date;
const file = new URL(import.meta.url).searchParams.get('orders') ?? '';

process.on('SIGUSR2', () => {
  const orders = JSON.parse(readFileSync(file, 'utf8')) as Orders;
  if (orders.clockAheadMs !== undefined) globalThis.Date = dateThatIsAhead(orders.clockAheadMs);
  if (orders.blockMs !== undefined) block(orders.blockMs);
});

function block(forMs: number): void {
  const until = performance.now() + forMs;
  while (performance.now() < until);
}

function dateThatIsAhead(byMs: number): DateConstructor {
  return new Proxy(realDate, {
    construct: (target, args: unknown[], made) =>
      Reflect.construct(target, args.length === 0 ? [realDate.now() + byMs] : args, made) as Date,
    get: (target, name) =>
      name === 'now' ? () => realDate.now() + byMs : (Reflect.get(target, name) as unknown),
  });
}
