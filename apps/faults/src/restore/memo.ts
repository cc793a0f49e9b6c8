import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { plainEnvironment } from '@memo/testing/processes';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

const main = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const later = new URL('clock-ahead.ts', import.meta.url);

/** An operator's command. @param inHours by the clock it sees. */
export async function memo(
  settings: Readonly<Record<string, string>>,
  words: readonly string[],
  inHours = 0,
): Promise<Ended> {
  later.searchParams.set('hours', String(inHours));
  const flags = ['--import', import.meta.resolve('tsx'), '--import', later.href];
  try {
    const ended = await promisify(execFile)(process.execPath, [...flags, main, ...words], {
      env: { ...plainEnvironment(), ...settings, NODE_OPTIONS: '' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, ...ended };
  } catch (error) {
    return error as Ended;
  }
}
