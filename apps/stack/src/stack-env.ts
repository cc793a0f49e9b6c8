import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

const names = [
  'DATABASE_URL',
  'REDIS_URL',
  'S3_ENDPOINT',
  'S3_BUCKET_NAME',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'JWT_SECRET',
];

const pathIn = (dataDir: string): string => join(dataDir, 'stack.env');

/** Leaves word, while the stack runs, of how to reach its servers: for an operator's commands. Owner's eyes only. */
export async function writeStackEnv(dataDir: string, settings: Settings): Promise<void> {
  const lines = names.flatMap((name) => {
    const value = settings[name];
    return value === undefined ? [] : [`${name}=${JSON.stringify(value)}\n`];
  });
  await writeFile(pathIn(dataDir), lines.join(''), { mode: 0o600 });
}

export const removeStackEnv = (dataDir: string): Promise<void> =>
  rm(pathIn(dataDir), { force: true });
