import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '@memo/config';

const repository = join(import.meta.dirname, '../../..');

// Settings that have no default. The process ends before it uses them.
const settings = {
  DATABASE_URL: 'postgres://127.0.0.1:1/none',
  REDIS_URL: 'redis://127.0.0.1:1',
  S3_BUCKET_NAME: 'none',
  JWT_SECRET: 'a secret that is long enough for the tests',
};

/** Runs the API as a process of its own, to its end. */
export async function runMain(
  env: Record<string, string>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { PATH = '' } = processEnvironment();
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(repository, 'apps/api/src/main.ts')],
      { cwd: repository, env: { PATH, ...settings, ...env }, timeout: 25_000 },
    );
    return { code: 0, stdout, stderr };
  } catch (thrown) {
    return thrown as { code: number; stdout: string; stderr: string };
  }
}
