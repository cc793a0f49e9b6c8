import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@memo/errors';

export interface DataDir {
  root: string;
  logs: string;
  redis: string;
  s3: string;
  /** Temporary files of the apps. */
  scratch: string;
}

/** Where the app or server of that name logs. */
export const logPathIn = (root: string, name: string): string => join(root, 'logs', `${name}.log`);

/**
 * Makes the data directory and what is in it. Recordings and logs are their owner's alone; PostgreSQL's user, who may
 * be another, must be able to pass.
 */
export async function prepareDataDir(root: string): Promise<DataDir> {
  const inside = (name: string) => join(root, name);
  const dataDir: DataDir = {
    root,
    logs: inside('logs'),
    redis: inside('redis'),
    s3: inside('s3'),
    scratch: inside('tmp'),
  };
  try {
    if ((await mkdir(root, { recursive: true })) !== undefined) await chmod(root, 0o711);
    for (const directory of [dataDir.logs, dataDir.redis, dataDir.s3, dataDir.scratch]) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
    }
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `The data directory ${root} cannot be written. Set MEMO_DATA_DIR to one that can.`,
      { cause },
    );
  }
  return dataDir;
}

/**
 * Removes what killed apps left: pieces of recordings. Only for the launcher that holds the directory: for another
 * process they are in use.
 */
export async function emptyScratch({ scratch }: DataDir): Promise<void> {
  for (const name of await readdir(scratch)) {
    // What tsx has compiled holds nothing of people's, and without it every start takes longer.
    if (!name.startsWith('tsx-')) await rm(join(scratch, name), { recursive: true });
  }
}
