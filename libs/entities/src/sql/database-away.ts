import { AppError, isNetworkCode } from '@memo/errors';

/**
 * Of PostgreSQL: connection failures (08), a server without room (53), one that shuts down or starts (57P), what lost
 * against another transaction (40), a lock that took too long (55P03).
 */
const passingStates = /^(?:08|53|57P|40|55P03$)/;

/** What pg and its pool say without a code. */
const passingWords =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Whether this says that the database cannot be asked now, and nothing about what it was asked. */
export function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code, syscall, driverError } = thrown as {
    code?: unknown;
    syscall?: unknown;
    driverError?: unknown;
  };
  // TypeORM wraps what the driver threw.
  if (driverError !== undefined && driverError !== thrown && isDatabaseAway(driverError))
    return true;
  if (typeof code === 'string' && syscall === undefined && passingStates.test(code)) return true;
  return isNetworkCode(code) || passingWords.test(thrown.message);
}

/** The same as an error for people; null where it is something else. */
export const databaseAway = (thrown: unknown): AppError | null =>
  thrown instanceof AppError || !isDatabaseAway(thrown)
    ? null
    : new AppError('unavailable', 'The database does not answer.', {
        code: 'database_unavailable',
        away: 'database',
        cause: thrown,
      });
