import { spawn } from 'node:child_process';
import { mainOf } from '../compiled/main-of.ts';

/** Starts the watchdog over a run file. `release` lets it go; the end of this process, however it comes, alarms it. */
export function startWatchdog(runFilePath: string): { release(): void } {
  const main = mainOf('apps/stack/src/processes/watchdog.main.ts');
  const watchdog = spawn(process.execPath, [main, runFilePath, String(process.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  // A watchdog that was killed must not take the launcher along.
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  // Told to end, it would read the file later, when it may be that of our own next run.
  return { release: () => watchdog.kill('SIGKILL') };
}
