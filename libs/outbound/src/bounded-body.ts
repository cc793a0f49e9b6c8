import type { IncomingMessage } from 'node:http';
import { pipeline, Transform, type Readable } from 'node:stream';
import { AppError } from '@memo/errors';

export interface BodyBounds {
  maxBytes: number;
  /** How long the server may send nothing while its bytes are waited for; noticed within twice that. */
  idleMs: number;
  /** Who sends, as sentences begin with it. */
  who: string;
  signal: AbortSignal;
}

/**
 * A body as a stream that holds what the server sent to its end, or fails.
 * It is destroyed with AppError `too_large`, `timeout` or `unavailable` (it broke off), or with the signal's reason.
 */
export function boundedBody(
  answer: IncomingMessage,
  { maxBytes, idleMs, who, signal }: BodyBounds,
): Readable {
  let bytes = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooLarge(who, maxBytes));
      else done(null, chunk);
    },
  });

  let before = -1;
  const idle = setInterval(() => {
    // Where bytes are waiting, it is their reader that is slow.
    const silent = bytes === before && body.readableLength === 0 && !body.writableFinished;
    if (silent) body.destroy(new AppError('timeout', `${who} stopped sending.`));
    before = bytes;
  }, idleMs);
  const stop = () => body.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  body.once('close', () => {
    clearInterval(idle);
    signal.removeEventListener('abort', stop);
  });

  answer.on('error', (cause) => {
    body.destroy(new AppError('unavailable', `${who} broke off before the end.`, { cause }));
  });
  // An error that comes before the body is read is met by its first reader.
  body.on('error', () => undefined);
  pipeline(answer, body, () => undefined);
  return body;
}

export const tooLarge = (who: string, maxBytes: number): AppError =>
  new AppError('too_large', `${who} sends more than the ${maxBytes} bytes that are taken.`);
