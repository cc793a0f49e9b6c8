import { loadDatabaseConfig, loadStorageConfig } from '@memo/config';
import { createMeetingKeys, createS3Storage, createSuggestionKeys } from '@memo/storage';
import { registerAdmin } from './commands/admin/admin.command.ts';
import { registerAudit } from './commands/audit/audit.command.ts';
import { registerFailures } from './commands/failures/failures.command.ts';
import { registerMigrate } from './commands/migrate/migrate.command.ts';
import { registerMigration } from './commands/migration/migration.command.ts';
import { registerStorage } from './commands/storage/storage.command.ts';
import { createProgram, type Output } from './program.ts';

export interface CliOptions {
  output: Output;
  /** Read when a command needs it, so that help works without any setting. */
  environment: () => Record<string, string | undefined>;
  /** Where migrations are written; not given in a build, which has no sources. */
  repository?: string;
}

/** `memo` with its commands. Resolves to the exit code. */
export function composeCli({ output, environment, repository }: CliOptions) {
  const { program, run } = createProgram(output);
  const databaseUrl = () => loadDatabaseConfig(environment()).database.url;
  registerMigrate(program, { databaseUrl });
  registerAdmin(program, { databaseUrl });
  registerAudit(program, { databaseUrl });
  registerStorage(program, {
    databaseUrl,
    openStorage: () => {
      const { storage } = loadStorageConfig(environment());
      return {
        storage: createS3Storage(storage),
        keys: createMeetingKeys(storage.audioPrefix),
        suggestionKeys: createSuggestionKeys(),
      };
    },
  });
  registerFailures(program, { databaseUrl });
  if (repository !== undefined) registerMigration(program, { databaseUrl, repository });
  return run;
}
