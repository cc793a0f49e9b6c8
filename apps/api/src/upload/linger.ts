import type { Request } from 'express';

const lingerMs = 10_000;

/**
 * After an early refusal the client may still be sending. Closing at once would reset the connection before it has
 * read the answer; reading on for ever would let it send what it likes. So: a little while.
 */
export function lingerBriefly(req: Request): void {
  if (req.readableEnded || req.destroyed) return;
  const timer = setTimeout(() => req.socket.destroy(), lingerMs);
  timer.unref();
  const stop = (): void => clearTimeout(timer);
  req.once('end', stop);
  req.once('close', stop);
}
