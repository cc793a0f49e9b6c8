import { setTimeout as pause } from 'node:timers/promises';
import { startedAt } from './process-table.ts';

/** A process of the stack: the leader of a process group of its own. */
export interface StackProcess {
  name: string;
  /** Apps are stopped first, so that their servers are there while they drain. */
  kind: 'app' | 'server';
  pid: number;
  /** As `startedAt` tells it. */
  startedAt: string;
}

/** How long processes may take to end after SIGTERM, in ms. */
export interface Grace {
  appMs: number;
  serverMs: number;
}

/** Apps drain for 15 s at most. */
const fullGrace: Grace = { appMs: 20_000, serverMs: 15_000 };

/** For who does not want to wait: what was under way begins anew at the next start, and nothing of it is lost. */
export const shortGrace: Grace = { appMs: 500, serverMs: 1_000 };

const pollMs = 50;

/**
 * SIGTERM to the apps, then to the servers in the reverse order of their start; SIGKILL to what outstays its time
 * and to whatever a process leaves behind in its group. What is gone already is no error.
 */
export async function endProcesses(
  processes: readonly StackProcess[],
  grace: Grace = fullGrace,
): Promise<void> {
  const apps = processes.filter(({ kind }) => kind === 'app');
  await Promise.all(apps.map((app) => end(app, grace.appMs)));
  for (const server of processes.filter(({ kind }) => kind === 'server').reverse()) {
    await end(server, grace.serverMs);
  }
}

async function end(target: StackProcess, graceMs: number): Promise<void> {
  if (!(await isRunning(target))) return;
  // To the leader alone: it decides when its own children may go (a worker its ffmpeg, Postgres its backends).
  signal(target.pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && (await isRunning(target))) await pause(pollMs);
  killGroup(target.pid);
}

export async function isRunning(target: { pid: number; startedAt: string }): Promise<boolean> {
  return (await startedAt(target.pid)) === target.startedAt;
}

/** Ends a whole process group at once. */
export function killGroup(leader: number): void {
  signal(-leader, 'SIGKILL');
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what was wanted.
  }
}
