import { readDrift, recordMigrations } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Program } from '../../program.ts';
import { writeMigration } from './new-migration.ts';
import { writeRelease } from './release.ts';

export interface MigrationCommandDeps {
  databaseUrl: () => string;
  /** The checkout's root. */
  repository: string;
}

/** `memo migration new <name>` and `memo migration release <version>`: for those who build Memo. */
export function registerMigration(program: Program, deps: MigrationCommandDeps): void {
  const { root, answer } = program;
  const migration = root.command('migration').description('Writes migrations and releases.');

  migration
    .command('new')
    .description('Writes a migration, with the SQL that brings the tables to the entities.')
    .argument('<name>', 'in small letters with dashes: sign-in-attempts')
    .action((name: string) =>
      answer(async () => {
        const { repository, databaseUrl } = deps;
        const { file, drift } = await writeMigration({
          repository,
          name,
          now: Date.now(),
          readDrift: () => compared(databaseUrl()),
        });
        const found = drift === 0 ? 'nothing has changed' : `${drift} statements`;
        return {
          text: `${file} is written, from the entities: ${found}.`,
          json: { file, statements: drift },
        };
      }),
    );

  migration
    .command('release')
    .description('Keeps the tables and the API as a release has them, and freezes its migrations.')
    .argument('<version>', 'such as 0.3.0')
    .action((version: string) =>
      answer(async () => {
        const files = await writeRelease({
          repository: deps.repository,
          version,
          migrations: await recordMigrations(),
        });
        return { text: `Written: ${files.join(', ')}.`, json: { files } };
      }),
    );
}

async function compared(url: string) {
  try {
    return await readDrift(url);
  } catch (cause) {
    const reason = cause instanceof AggregateError ? cause.errors.join(', ') : String(cause);
    throw new AppError(
      'unavailable',
      `The entities could not be compared with the migrations: ${reason}. That takes a PostgreSQL server where databases may be created: npm start runs one, or set DATABASE_URL.`,
      { cause },
    );
  }
}
