import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Scratch {
  directory: string;
  /** Whether it is a disk of its own, which can be full without harm to anybody. */
  isOwnDisk: boolean;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  empty(): void;
  close(): Promise<void>;
}

const run = promisify(execFile);
const sizeMegabytes = 256;

/** A directory for temporary files: a small disk in memory, where this process may mount one. */
export async function createScratch(): Promise<Scratch> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-faults-'));
  const options = ['-t', 'tmpfs', '-o', `size=${sizeMegabytes}m`, 'tmpfs', directory];
  const isOwnDisk = await run('mount', options).then(
    () => true,
    () => false,
  );
  const filler = join(directory, 'filler');
  return {
    directory,
    isOwnDisk,
    fill: async () => {
      const { bavail, bsize } = await statfs(directory);
      // What others write meanwhile may leave less room.
      await writeFile(filler, Buffer.alloc(bavail * bsize)).catch(() => undefined);
    },
    empty: () => rmSync(filler, { force: true }),
    close: async () => {
      if (isOwnDisk) await run('umount', ['--lazy', directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
