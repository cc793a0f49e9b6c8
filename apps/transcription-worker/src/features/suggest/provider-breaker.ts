import { AppError, type ErrorKind } from '@memo/errors';
import type { Logger } from '@memo/logging';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';

const failuresInARow = 5;
const recoveryMs = 10_000;

const troubles = new Set<ErrorKind>(['unavailable', 'timeout', 'rate_limited']);

export interface ProviderBreaker {
  /** @throws AppError `unavailable` while the provider is given time to recover. */
  check(): void;
  /** Whether it is. */
  isOpen(): boolean;
  /** Asks the provider and remembers how it went. @throws as `check` does, or what `ask` throws. */
  run<T>(ask: () => Promise<T>): Promise<T>;
}

/**
 * Spares people the wait for a provider that is down: after five failures in a row they hear so at once, and after 10 s
 * one of them tries. Only for suggestions. A stage of the pipeline has time: it waits and is tried again, and a breaker
 * would only burn its attempts.
 */
export function createProviderBreaker(
  logger: Logger,
  { halfOpenAfterMs = recoveryMs } = {},
): ProviderBreaker {
  const policy = circuitBreaker(
    handleWhen((error) => error instanceof AppError && troubles.has(error.kind)),
    { breaker: new ConsecutiveBreaker(failuresInARow), halfOpenAfter: halfOpenAfterMs },
  );
  let pausedUntil = 0;
  policy.onBreak(() => {
    pausedUntil = Date.now() + halfOpenAfterMs;
    logger.warn('The AI provider fails; suggestions pause', { forMs: halfOpenAfterMs });
  });
  policy.onReset(() => logger.info('The AI provider is back'));

  const away = (): AppError =>
    new AppError('unavailable', 'The AI provider fails; suggestions pause for a moment.', {
      code: 'provider_paused',
      retryAfterMs: Math.max(pausedUntil - Date.now(), 1_000),
    });

  // Other requests would wait for the one that tries; they are to be refused at once.
  const isOpen = (): boolean => Date.now() < pausedUntil || policy.state === CircuitState.HalfOpen;

  function check(): void {
    if (isOpen()) throw away();
  }

  return {
    check,
    isOpen,
    run: async (ask) => {
      check();
      try {
        return await policy.execute(ask);
      } catch (error) {
        throw isBrokenCircuitError(error) ? away() : error;
      }
    },
  };
}
