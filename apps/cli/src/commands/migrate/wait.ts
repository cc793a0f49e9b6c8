import { waitUntilMigrated } from '@memo/entities';
import { InvalidArgumentError, type Command } from 'commander';
import type { Program } from '../../program.ts';

interface WaitDeps {
  databaseUrl: () => string;
}

/** As long as migrations of large tables take, and no longer than a container is waited for. */
const defaultSeconds = 600;

/** What a process is started behind, where another one migrates. */
export function registerWait(
  migrate: Command,
  { answer, note }: Pick<Program, 'answer' | 'note'>,
  { databaseUrl }: WaitDeps,
): void {
  migrate
    .command('wait')
    .description('Waits until the database has at least the tables of this release.')
    .option('--seconds <number>', 'gives up after so long', positive, defaultSeconds)
    .action(({ seconds }: { seconds: number }) =>
      answer(async () => {
        await waitUntilMigrated({ url: databaseUrl(), withinMs: seconds * 1_000, notify: note });
        return { text: 'The database has the tables of this release.', json: { migrated: true } };
      }),
    );
}

function positive(typed: string): number {
  const seconds = Number(typed);
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('It is a number of seconds, such as 600.');
}
