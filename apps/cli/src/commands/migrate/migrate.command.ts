import { migrate } from '@memo/entities';
import type { Program } from '../../program.ts';

export interface MigrateCommandDeps {
  /** Of the role that migrates, and the name of the one the processes have where it is another. */
  target: () => { url: string; appRole?: string };
}

/** `memo migrate` */
export function registerMigrate(
  { root, answer, note }: Program,
  { target }: MigrateCommandDeps,
): void {
  root
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
}
