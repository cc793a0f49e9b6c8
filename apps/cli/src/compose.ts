import {
  loadAuditConfig,
  loadBucketConfig,
  loadDatabaseConfig,
  loadMigrationTarget,
  loadStorageConfig,
} from '@memo/config';
import { AppError } from '@memo/errors';
import { createAuditKeys } from '@memo/journal';
import {
  allowOrigins,
  createBucket,
  createMeetingKeys,
  createS3Storage,
  createSuggestionKeys,
} from '@memo/storage';
import { registerAdmin } from './commands/admin/admin.command.ts';
import { registerAudit } from './commands/audit/audit.command.ts';
import { registerDoctor } from './commands/doctor/doctor.command.ts';
import { registerFailures } from './commands/failures/failures.command.ts';
import { registerMigrate } from './commands/migrate/migrate.command.ts';
import { registerMigration } from './commands/migration/migration.command.ts';
import { registerSecrets } from './commands/secrets/secrets.command.ts';
import { registerSmoke } from './commands/smoke/smoke.command.ts';
import { registerStorage } from './commands/storage/storage.command.ts';
import { createProgram, type Output } from './program.ts';

export interface CliOptions {
  output: Output;
  /** Read when a command needs it, so that help works without any setting. */
  environment: () => Record<string, string | undefined>;
  /** Where migrations are written; not given in a build, which has no sources. */
  repository?: string;
  /** Whether the program of an app is beside this one. Unless told otherwise, all are. */
  isHere?: (app: string) => boolean;
}

/** `memo` with its commands. Resolves to the exit code. */
export function composeCli({ output, environment, repository, isHere = () => true }: CliOptions) {
  const { program, run } = createProgram(output);
  const requireDatabase = () => {
    if (environment().DATABASE_URL) return;
    throw new AppError(
      'misconfigured',
      'No Memo runs here, and DATABASE_URL is not set. Start one with "npm start", or set the DATABASE_URL of the one that is meant, in .env or the environment.',
    );
  };
  const databaseUrl = () => {
    requireDatabase();
    return loadDatabaseConfig(environment()).database.url;
  };
  registerMigrate(program, {
    target: () => {
      requireDatabase();
      return loadMigrationTarget(environment());
    },
    databaseUrl,
  });
  registerAdmin(program, { databaseUrl });
  registerAudit(program, {
    databaseUrl,
    auditKeys: () => {
      const { secrets } = loadAuditConfig(environment()).audit;
      return secrets === null ? undefined : createAuditKeys(secrets);
    },
  });
  registerStorage(program, {
    databaseUrl,
    openStorage: () => {
      const { storage } = loadStorageConfig(environment());
      return {
        storage: createS3Storage(storage),
        keys: createMeetingKeys(storage.audioPrefix),
        suggestionKeys: createSuggestionKeys(),
        bucket: storage.bucket,
        endpoint: storage.endpoint ?? `S3 in ${storage.region}`,
      };
    },
    createBucket: async () => {
      const { storage, http } = loadBucketConfig(environment());
      const { bucket } = storage;
      const made = await createBucket(storage);
      const [first, ...others] = http.corsOrigins;
      if (first === undefined) return { bucket, made, origins: [] };
      const allowed = await allowOrigins(storage, [first, ...others]);
      return { bucket, made, origins: allowed ? http.corsOrigins : null };
    },
  });
  registerSecrets(program);
  registerFailures(program, { databaseUrl });
  registerDoctor(program, { environment, isHere });
  registerSmoke(program, { environment });
  if (repository !== undefined) registerMigration(program, { databaseUrl, repository });
  return run;
}
