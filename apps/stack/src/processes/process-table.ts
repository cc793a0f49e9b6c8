import { readFile } from 'node:fs/promises';

/**
 * When a process started, in the system's own notation; null when it is not running (a zombie is not). Pids are
 * reused, a pid with its start time is not.
 */
export async function startedAt(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The command's name, in parentheses, may hold anything; the fields that matter come after it.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields?.[0], fields?.[19]];
  return state === undefined || state === 'Z' || state === 'X' ? null : (startTime ?? null);
}

/** The command line of a running process; null when it is not running. */
export async function commandLine(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return line === null || line === '' ? null : line.replaceAll('\0', ' ').trim();
}

async function ps(pid: number, column: string): Promise<string | null> {
  const { execa } = await import('execa');
  const { stdout } = await execa('ps', ['-o', column, '-p', String(pid)], { reject: false });
  return stdout.trim() || null;
}
