import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@memo/errors';

export interface DataDir {
  root: string;
  logs: string;
  redis: string;
  s3: string;
}

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
  };
  try {
    if ((await mkdir(root, { recursive: true })) !== undefined) await chmod(root, 0o711);
    for (const directory of [dataDir.logs, dataDir.redis, dataDir.s3]) {
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
