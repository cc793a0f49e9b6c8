import { migrate } from '@memo/entities';
import type { Program } from '../../program.ts';
import { registerWait } from './wait.ts';

export interface MigrateCommandDeps {
  /** Of the role that migrates, and of the one the processes have where it is another. */
  target: () => { url: string; appRole?: string; appUrl?: string };
  /** Of the role the processes have. */
  databaseUrl: () => string;
}

/** `memo migrate`, `memo migrate wait [--seconds N]` */
export function registerMigrate(
  program: Program,
  { target, databaseUrl }: MigrateCommandDeps,
): void {
  const { root, answer, note } = program;
  const command = root
    .command('migrate')
    .description('Brings the database to the tables of this release.')
    .action(() =>
      answer(async () => {
        const migrations = await migrate({ ...target(), notify: note });
        const text =
          migrations.length === 0
            ? 'The database is up to date.'
            : `These migrations ran:\n${migrations.map((name) => `  ${name}`).join('\n')}`;
        return { text, json: { migrations } };
      }),
    );
  registerWait(command, program, { databaseUrl });
}
