import { expect, it } from '@jest/globals';
import { AppError, toAppError } from './app-error.ts';

it('an AppError passes through untouched', () => {
  const error = new AppError('not_found', 'Meeting not found');
  expect(toAppError(error)).toBe(error);
  expect(error.code).toBe('not_found');
});

it('any other error becomes internal, keeps its cause for the log and says nothing of it', () => {
  const cause = new Error('password authentication failed for user "memo"');
  const error = toAppError(cause);
  expect(error).toMatchObject({ kind: 'internal', cause });
  expect(error.message).not.toContain('password');
});
