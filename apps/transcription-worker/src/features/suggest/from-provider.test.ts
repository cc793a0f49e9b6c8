import { expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { fromProvider } from './from-provider.ts';

it.each([
  ['misconfigured', 'unavailable'],
  ['rate_limited', 'unavailable'],
  ['invalid_input', 'internal'],
  ['timeout', 'timeout'],
] as const)(
  'to the person who waits for a suggestion, %s of the provider is %s',
  async (kind, told) => {
    const failing = () => Promise.reject(new AppError(kind, 'No.', { code: 'why' }));
    await expect(fromProvider(failing)).rejects.toMatchObject({ kind: told, code: 'why' });
  },
);
