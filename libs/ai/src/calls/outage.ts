import { isUnreachableCode, type AppErrorOptions, type Dependency } from '@memo/errors';

/** For what an AI service is asked. */
export type Serves = Extract<Dependency, 'speech' | 'language'>;

type Outage = Pick<AppErrorOptions, 'away' | 'failedAt'>;

/** What a status of 500 or above says: of everybody's requests, or perhaps of this one alone. */
export const outageOf = (status: number, serves: Serves): Outage =>
  status > 500 ? { away: serves } : { failedAt: serves };

/** The same of a connection that failed: one that never stood has nothing to do with what was asked. */
export const networkOutage = (thrown: unknown, serves: Serves): Outage =>
  isUnreachable(thrown) ? { away: serves } : { failedAt: serves };

function isUnreachable(thrown: unknown): boolean {
  if (!(thrown instanceof Object)) return false;
  if (isUnreachableCode(Reflect.get(thrown, 'code'))) return true;
  return isUnreachable(Reflect.get(thrown, 'cause'));
}
