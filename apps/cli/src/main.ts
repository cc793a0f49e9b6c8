import { join } from 'node:path';
import { loadDatabaseConfig, operatorEnvironment } from '@memo/config';
import { registerMigrate } from './commands/migrate/migrate.command.ts';
import { registerMigration } from './commands/migration/migration.command.ts';
import { createProgram } from './program.ts';

const repository = join(import.meta.dirname, '../../..');

const { program, run } = createProgram({
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
const databaseUrl = () => loadDatabaseConfig(operatorEnvironment()).database.url;

registerMigrate(program, { databaseUrl });
registerMigration(program, { databaseUrl, repository });

process.exitCode = await run(process.argv.slice(2));
