import { expect, it } from '@jest/globals';
import { runMain } from '../test/run-main.ts';

it('the API does not start without the log directory it was told to use', async () => {
  const answer = await runMain({ LOG_DIR: '/dev/null/logs' });
  expect(answer.code).toBe(1);
  expect(answer.stdout).toContain('Logs cannot be written to LOG_DIR /dev/null/logs');
  expect(answer.stdout.trim().split('\n')).toHaveLength(1);
});
