import type { Readable } from 'node:stream';
import { AppError } from '@memo/errors';

/**
 * Ends a stream that is still being sent when `isOpen` says so no more: a long recording takes as long as somebody
 * listens. The connection is cut, which is the only way to say that this is not all.
 */
export function whileOpen(
  stream: Readable,
  isOpen: () => Promise<boolean>,
  everyMs: number,
): Readable {
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    void isOpen()
      // What cannot be asked says nothing about the link.
      .catch(() => true)
      .then((open) => {
        isAsking = false;
        if (!open) stream.destroy(linkOver());
      });
  }, everyMs);
  timer.unref();
  stream.once('close', () => clearInterval(timer));
  return stream;
}

const linkOver = (): AppError =>
  new AppError('gone', 'The link ended while its audio was being sent.');
