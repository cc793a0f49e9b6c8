import { expect, it } from '@jest/globals';
import { AppError, type ErrorKind } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import { waitFor } from '@memo/testing';
import { createProviderBreaker, type ProviderBreaker } from './provider-breaker.ts';

const fail = (breaker: ProviderBreaker, kind: ErrorKind) =>
  breaker.run(() => Promise.reject(new AppError(kind, 'from the provider'))).catch(() => undefined);

async function failTimes(breaker: ProviderBreaker, times: number, kind: ErrorKind = 'unavailable') {
  for (let n = 0; n < times; n++) await fail(breaker, kind);
}

const isOpen = (breaker: ProviderBreaker): boolean => {
  try {
    breaker.check();
    return false;
  } catch {
    return true;
  }
};

it('opens after five failures in a row, and the provider is not asked', async () => {
  const breaker = createProviderBreaker(silentLogger);
  await failTimes(breaker, 4);
  expect(isOpen(breaker)).toBe(false);
  await failTimes(breaker, 1, 'timeout');
  let asked = false;
  const ask = () => Promise.resolve((asked = true));
  await expect(breaker.run(ask)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'provider_paused',
  });
  expect(asked).toBe(false);
});

it('forgets failures once an answer came', async () => {
  const breaker = createProviderBreaker(silentLogger);
  await failTimes(breaker, 4);
  await breaker.run(() => Promise.resolve());
  await failTimes(breaker, 4);
  expect(isOpen(breaker)).toBe(false);
});

it('a bad key or a bad recording is no reason to pause', async () => {
  const breaker = createProviderBreaker(silentLogger);
  await failTimes(breaker, 5, 'misconfigured');
  await failTimes(breaker, 5, 'invalid_input');
  expect(isOpen(breaker)).toBe(false);
});

it('lets one try after the pause while the others hear at once, and closes when that one is answered', async () => {
  const breaker = createProviderBreaker(silentLogger, { halfOpenAfterMs: 50 });
  await failTimes(breaker, 5, 'rate_limited');
  expect(isOpen(breaker)).toBe(true);
  await waitFor('the pause to end', () => !isOpen(breaker));
  let answer: () => void = () => undefined;
  const trying = breaker.run(() => new Promise<void>((resolve) => (answer = resolve)));
  await expect(breaker.run(() => Promise.resolve())).rejects.toMatchObject({ kind: 'unavailable' });
  answer();
  await trying;
  expect(isOpen(breaker)).toBe(false);
});

it('opens again when that one fails', async () => {
  const breaker = createProviderBreaker(silentLogger, { halfOpenAfterMs: 50 });
  await failTimes(breaker, 5);
  await waitFor('the pause to end', () => !isOpen(breaker));
  await failTimes(breaker, 1);
  expect(isOpen(breaker)).toBe(true);
});
