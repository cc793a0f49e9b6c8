import type { Request } from 'express';

const drainMs = 10_000;

/**
 * After an early refusal the client may still be sending. Closing at once would reset the connection before it has
 * read the answer, and reading on for ever would let it send without end, so what it sends is read and dropped for a
 * little while.
 */
export function drainAfterRefusal(req: Request): void {
  if (req.readableEnded || req.destroyed) return;
  const timer = setTimeout(() => req.socket.destroy(), drainMs);
  timer.unref();
  const stop = (): void => clearTimeout(timer);
  req.once('end', stop);
  req.once('close', stop);
}
