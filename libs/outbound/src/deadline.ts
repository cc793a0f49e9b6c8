import { AppError, type Dependency } from '@memo/errors';

export interface Deadline {
  /** Aborts with the caller's reason, or with an AppError `timeout`. */
  signal: AbortSignal;
  /** No longer follows either; the timer is gone. */
  end: () => void;
}

/**
 * The caller's signal and a bound on the time as one signal.
 * @param who has to answer, as sentences begin with it.
 * @param failedAt it, where work depends on it.
 */
export function createDeadline(
  caller: AbortSignal,
  timeoutMs: number,
  who: string,
  failedAt?: Dependency,
): Deadline {
  const controller = new AbortController();
  const stop = () => controller.abort(caller.reason);
  const timer = setTimeout(() => controller.abort(late(who, failedAt)), timeoutMs);
  if (caller.aborted) stop();
  caller.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', stop);
    },
  };
}

const late = (who: string, failedAt: Dependency | undefined): AppError =>
  new AppError('timeout', `${who} did not answer in time.`, {
    ...(failedAt !== undefined && { failedAt }),
  });
