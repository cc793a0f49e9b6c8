import { join } from 'node:path';
import { loadDatabaseConfig, operatorEnvironment } from '@memo/config';
import { registerAdmin } from './commands/admin/admin.command.ts';
import { registerAudit } from './commands/audit/audit.command.ts';
import { registerMigrate } from './commands/migrate/migrate.command.ts';
import { registerMigration } from './commands/migration/migration.command.ts';
import { createProgram } from './program.ts';

const repository = join(import.meta.dirname, '../../..');

const { program, run } = createProgram({
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY,
});
const databaseUrl = () => loadDatabaseConfig(operatorEnvironment()).database.url;

registerMigrate(program, { databaseUrl });
registerAdmin(program, { databaseUrl });
registerAudit(program, { databaseUrl });
// It writes sources; what was built has none.
if (import.meta.filename.endsWith('.ts')) registerMigration(program, { databaseUrl, repository });

process.exitCode = await run(process.argv.slice(2));
