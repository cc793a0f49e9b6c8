import { AppError } from '@memo/errors';
import type { Response } from 'express';

/** Fires when the client goes away before it is answered; the message says what it did not wait for. */
export function whenGone(res: Response, message: string): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => {
    if (res.writableFinished) return;
    const code = 'ERR_STREAM_PREMATURE_CLOSE';
    gone.abort(new AppError('unavailable', message, { code }));
  };
  if (res.destroyed || res.closed) leave();
  else res.once('close', leave);
  return gone.signal;
}
