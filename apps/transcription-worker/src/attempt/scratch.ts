import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveToChild } from '@memo/confine';

const prefix = 'memo-scratch-';

/** No stage takes nearly as long, so no worker uses a directory that old. */
const abandonedAfterMs = 24 * 3_600_000;

/** Gives the work a private directory, in which its child processes work too, and removes it, whatever happens. */
export async function withScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), prefix));
  await giveToChild(directory);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes what workers that were killed left behind a day ago or more. */
export async function sweepScratch(parent = tmpdir(), now = Date.now()): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const directory = join(parent, name);
    // Another worker may sweep at the same moment.
    const touchedAt = await stat(directory).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (now - touchedAt >= abandonedAfterMs) await rm(directory, { recursive: true, force: true });
  }
}
