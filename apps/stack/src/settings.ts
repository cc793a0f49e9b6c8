import { checkEveryConfig, loadMigrationTarget, type Environment } from '@memo/config';
import { AppError } from '@memo/errors';

/** Environment variables that are set. */
export type Settings = Readonly<Record<string, string>>;

/** Leaves out what is empty: an empty value counts as unset, here as in the apps. */
export function definedSettings(environment: Environment): Settings {
  const isSet = (entry: [string, string | undefined]): entry is [string, string] =>
    Boolean(entry[1]);
  return Object.fromEntries(Object.entries(environment).filter(isSet));
}

/** Which servers the settings bring along; the stack does not start its own for those. */
export const externalParts = (given: Settings) => ({
  database: 'DATABASE_URL' in given,
  redis: 'REDIS_URL' in given,
  // AWS keys alone say nothing: many people have them set for other work.
  s3: 'S3_ENDPOINT' in given || 'S3_BUCKET_NAME' in given,
});

/**
 * Checks the settings of all apps before anything is started; what the stack brings along itself may be missing.
 * @throws AppError `misconfigured` listing every problem at once.
 */
export function checkSettings(given: Settings): void {
  const external = externalParts(given);
  if ('DATABASE_OWNER_URL' in given && !external.database) {
    throw new AppError(
      'misconfigured',
      'DATABASE_OWNER_URL is set, and DATABASE_URL is not: the database that comes along has an owner of its own. Set both or neither.',
    );
  }
  checkEveryConfig({
    JWT_SECRET: 'made by the stack, at its first start',
    NODE_ENV: 'development',
    ...(external.database ? {} : { DATABASE_URL: 'postgres://stack' }),
    ...(external.redis ? {} : { REDIS_URL: 'redis://stack' }),
    ...(external.s3 ? {} : { S3_BUCKET_NAME: 'stack' }),
    ...given,
  });
  if (external.database) loadMigrationTarget(given);
}
