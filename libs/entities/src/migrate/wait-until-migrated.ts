import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import { createDataSource } from '../data-source.ts';
import { migrationState } from './is-migrated.ts';

export interface WaitOptions {
  url: string;
  /** It is given up after so long. */
  withinMs: number;
  everyMs?: number;
  /** Told what is waited for, in a sentence, each time that this changes. */
  notify?: (message: string) => void;
}

/**
 * Waits until a database has at least the tables of this release: somebody else migrates it. Changes nothing there, so it
 * may ask with the role of a process.
 * @throws AppError `unavailable` when it has not got them in time, or did not answer.
 */
export async function waitUntilMigrated({
  url,
  withinMs,
  everyMs = 1_000,
  notify = () => undefined,
}: WaitOptions): Promise<void> {
  const endsAtMs = performance.now() + withinMs;
  let told = '';
  for (;;) {
    const problem = await problemWith(url);
    if (problem === null) return;
    if (performance.now() + everyMs > endsAtMs) {
      throw new AppError(
        'unavailable',
        `${problem} It was waited for ${withinMs / 1_000} s. Run "memo migrate" of this release, and look at what it says.`,
      );
    }
    if (problem !== told) notify(problem);
    told = problem;
    await pause(everyMs);
  }
}

/** Why a process of this release cannot use it yet, in a sentence; null when it can. */
async function problemWith(url: string): Promise<string | null> {
  // A new connection each time: the server may have moved since the last one.
  const dataSource = createDataSource({ url, poolSize: 1 });
  try {
    await dataSource.initialize();
    const [first, ...more] = (await migrationState(dataSource)).missing;
    if (first === undefined) return null;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return `The database waits for the migration ${first}${others}.`;
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? error.message : String(error);
    return `The database cannot be asked: ${reason}.`;
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}
