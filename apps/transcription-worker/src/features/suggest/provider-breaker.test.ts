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
  let refused = false;
  try {
    breaker.check();
  } catch {
    refused = true;
  }
  expect(breaker.isOpen()).toBe(refused);
  return refused;
};

it('a provider is not asked any more after five failures in a row', async () => {
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

it('a provider’s failures are forgotten once an answer came', async () => {
  const breaker = createProviderBreaker(silentLogger);
  await failTimes(breaker, 4);
  await breaker.run(() => Promise.resolve());
  await failTimes(breaker, 4);
  expect(isOpen(breaker)).toBe(false);
});

it('a bad key or a bad recording is no reason to pause a provider', async () => {
  const breaker = createProviderBreaker(silentLogger);
  await failTimes(breaker, 5, 'misconfigured');
  await failTimes(breaker, 5, 'invalid_input');
  expect(isOpen(breaker)).toBe(false);
});

it('a paused provider gets one try while others are refused at once, and is asked by all when it answers that one', async () => {
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

it('a paused provider is paused again when that one try fails', async () => {
  const breaker = createProviderBreaker(silentLogger, { halfOpenAfterMs: 50 });
  await failTimes(breaker, 5);
  await waitFor('the pause to end', () => !isOpen(breaker));
  await failTimes(breaker, 1);
  expect(isOpen(breaker)).toBe(true);
});
