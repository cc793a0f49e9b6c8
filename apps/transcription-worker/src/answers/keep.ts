import { AppError } from '@memo/errors';
import type { ObjectStorage } from '@memo/storage';
import { once } from 'node:events';
import { ExponentialBackoff, handleWhen, retry, wrap } from 'cockatiel';

/** How long a write is still tried when its work must stop, in ms: less than a worker has to let go. */
const lastMs = 4_000;

const storageIsAway = (error: unknown): boolean =>
  error instanceof AppError && error.away === 'storage';
const isRefused = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'storage_misconfigured';

/** Half a day of tries; what is then still refused fails its run, which waits on. */
const whileAway = retry(handleWhen(storageIsAway), {
  maxAttempts: 5_000,
  backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 10_000 }),
});

/** A bucket that refuses is an operator's to mend: for some minutes, in which a right that was lost may be given back. */
const whileRefused = retry(handleWhen(isRefused), {
  maxAttempts: 20,
  backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 30_000 }),
});

const patiently = wrap(whileRefused, whileAway);

/**
 * Writes what was paid for. While the storage takes no writes it is held here and written again and again, for as long as
 * the signal lets it and a moment longer.
 */
export const createKeep =
  ({ putText }: Pick<ObjectStorage, 'putText'>) =>
  async (key: string, text: string, signal: AbortSignal): Promise<void> => {
    const deadline = later(signal, lastMs);
    try {
      await patiently.execute(
        () => unlessAborted(putText(key, text, 'application/json'), deadline.signal),
        deadline.signal,
      );
    } finally {
      deadline.end();
    }
  };

interface Deadline {
  signal: AbortSignal;
  /** The timer is gone, and the signal no longer follows. */
  end: () => void;
}

/** Follows a signal so many ms later. */
function later(signal: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    timer = setTimeout(() => controller.abort(signal.reason), ms);
  };
  if (signal.aborted) start();
  signal.addEventListener('abort', start, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', start);
    },
  };
}

/** A storage that is silent answers a write after a minute, and whoever has to stop cannot wait for that. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const aborted = once(signal, 'abort', { signal: done.signal }).then(() => {
    throw signal.reason;
  });
  aborted.catch(() => undefined);
  // Its end is nobody's concern once it was not waited for.
  work.catch(() => undefined);
  try {
    signal.throwIfAborted();
    await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}
