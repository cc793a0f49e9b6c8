import { AppError } from '@memo/errors';
import type { Request } from 'express';

/** How fast a body must arrive at least. */
export interface Pace {
  /** In each window of so many ms … */
  windowMs: number;
  /** … so many bytes. */
  bytes: number;
}

/** The code of a body that came too slowly: 408. */
export const bodyTooSlow = 'body_too_slow';

export const tooSlowDetail =
  'The body arrived too slowly, and was not waited for. Send the request again over a better connection.';

/**
 * Watches that a body arrives, and calls `onSlow` once when it does not: whoever sends a byte now and then holds memory
 * and a connection without end. Where bytes wait here to be read it is this server that is slow.
 * @returns ends the watch, which also ends with the body.
 */
export function watchPace(
  req: Request,
  { windowMs, bytes }: Pace,
  onSlow: (error: AppError) => void,
): () => void {
  const { socket } = req;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    const arrived = socket.bytesRead - seen;
    seen = socket.bytesRead;
    if (req.complete || req.destroyed) {
      stop();
    } else if (arrived < bytes && req.readableLength === 0) {
      stop();
      onSlow(new AppError('timeout', tooSlowDetail, { code: bodyTooSlow }));
    }
  }, windowMs);
  timer.unref();
  const stop = (): void => clearInterval(timer);
  req.once('close', stop);
  return stop;
}
