import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import type { Benchmark } from '../benchmark.ts';
import { plainEnvironment } from '@memo/testing/processes';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const graceMs = 20_000;

/** A newcomer soon sees the whole system at work. */
export const demoTime: Benchmark = {
  name: 'demo-time',
  async run({ resources, say }) {
    const directory = await mkdtemp(join(tmpdir(), 'memo-bench-'));
    resources.defer(() => rm(directory, { recursive: true, force: true }));
    // PostgreSQL runs as another user when we are root: it must be able to enter.
    await chmod(directory, 0o755);
    say('running npm run demo on an empty data directory');
    const startedAt = Date.now();
    const demo = spawn('npm', ['run', 'demo'], {
      cwd: root,
      env: {
        ...plainEnvironment(),
        MEMO_DATA_DIR: join(directory, 'data'),
        PORT: String(await getPort()),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const exit = once(demo, 'close') as Promise<[number | null]>;
    resources.defer(() => endGroup(demo.pid ?? 0, exit));
    const [output, errors, [code]] = await Promise.all([
      text(demo.stdout),
      text(demo.stderr),
      exit,
    ]);
    const seconds = (Date.now() - startedAt) / 1000;
    if (code !== 0) {
      throw new Error(`npm run demo ended with ${code ?? 'a signal'}:\n${output}${errors}`);
    }
    return [{ name: 'npm run demo, everything installed', value: seconds, unit: 's', atMost: 40 }];
  },
};

/** npm, the shell and the launcher: the launcher's own children watch over its end. */
async function endGroup(leader: number, exit: Promise<unknown>): Promise<void> {
  signal(leader, 'SIGINT');
  const late = setTimeout(() => signal(leader, 'SIGKILL'), graceMs);
  await exit;
  clearTimeout(late);
}

function signal(leader: number, name: 'SIGINT' | 'SIGKILL'): void {
  try {
    process.kill(-leader, name);
  } catch {
    // It is gone, which is what was wanted.
  }
}
