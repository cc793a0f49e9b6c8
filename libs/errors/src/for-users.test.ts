import { expect, it } from '@jest/globals';
import { AppError, diskFull } from './app-error.ts';
import { textForUsers } from './for-users.ts';

it.each([
  [
    new AppError('misconfigured', 'Set GEMINI_KEY.', { code: 'provider_key_refused' }),
    'let this server in',
  ],
  [new AppError('misconfigured', 'Set X.'), 'not set up right'],
  [new AppError('unavailable', 'db 10.0.0.3', { away: 'database' }), 'The database of this server'],
  [new AppError('timeout', 'PUT took 9 s', { failedAt: 'storage' }), 'The file storage'],
  [new AppError('unavailable', '…', { away: 'dashboard' }), 'The dashboard cannot be reached'],
  [diskFull(new Error('ENOSPC')), 'no room'],
  [new AppError('internal', 'There is no chunk 3.'), 'on our side'],
])('users are told what failed, and nothing of our settings: %s', (error, told) => {
  const text = textForUsers(error);
  expect(text).toContain(told);
  expect(text).not.toContain(error.message);
});

it('what users can mend themselves is told as it is', () => {
  const ownFile = new AppError('invalid_input', 'Upload an M4A.', { code: 'audio_undecodable' });
  expect(textForUsers(ownFile)).toBe('Upload an M4A.');
  const slow = new AppError('timeout', 'Upload a shorter one.', { code: 'audio_timeout' });
  expect(textForUsers(slow)).toBe('Upload a shorter one.');
});
