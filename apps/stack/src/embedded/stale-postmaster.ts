import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine } from '../processes/process-table.ts';

const stopTimeoutMs = 15_000;
const pollMs = 50;

/**
 * Makes a data directory startable after a crash: a server still at work on it is stopped, and a lock file whose
 * process is gone, or is something else by now, is removed.
 */
export async function clearStalePostmaster(dataDirectory: string): Promise<void> {
  const path = join(dataDirectory, 'postmaster.pid');
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0)) return;
  const isOurs = async () => {
    const command = await commandLine(pid);
    return command?.includes('postgres') === true && command.includes(dataDirectory);
  };
  if (await isOurs()) {
    // SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT its "immediate" one.
    process.kill(pid, 'SIGINT');
    const deadline = Date.now() + stopTimeoutMs;
    while (Date.now() < deadline && (await isOurs())) await pause(pollMs);
    if (await isOurs()) process.kill(pid, 'SIGQUIT');
    while (await isOurs()) await pause(pollMs);
  }
  await rm(path, { force: true });
}
