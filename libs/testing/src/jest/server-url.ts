import { processEnvironment } from '@memo/config';

/** How the global setup tells the test processes where PostgreSQL is. */
export const serverUrlVariable = 'MEMO_TEST_POSTGRES_URL';

export function postgresServerUrl(): string {
  const url = processEnvironment()[serverUrlVariable];
  if (url === undefined)
    throw new Error('PostgreSQL was not started: run the tests with npm test.');
  return url;
}
