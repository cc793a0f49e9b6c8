import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AudioLimits } from './limits.ts';

/** Why a run is given up: it decodes nothing more, or far slower than anything that people record. */
export type TooSlow = 'stalled' | 'slow';

export interface ProgressWatch {
  /** Why it was given up, if it was; and whether it had computed all the while, so that its input is to blame. */
  given(): { why: TooSlow; computed: boolean } | null;
  stop(): void;
}

const checksPerStall = 12;

/**
 * Listens to how far a run is, and gives it up when it gets no further, or has computed too much for that. Time is counted
 * in checks, not by the clock: while this process was stopped or starved, ffmpeg was not to blame.
 */
export function watchProgress(
  pipe: Readable,
  { limits, pid, giveUp }: { limits: AudioLimits; pid: number | undefined; giveUp: () => void },
): ProgressWatch {
  const checkMs = limits.stallMs / checksPerStall;
  let [decodedMs, seenMs, checks, idleChecks] = [0, -1, 0, 0];
  let given: { why: TooSlow; computed: boolean } | null = null;

  const lines = createInterface({ input: pipe });
  lines.on('line', (line) => {
    const [, microseconds] = /^out_time_us=(\d+)/.exec(line) ?? [];
    if (microseconds !== undefined) decodedMs = Math.max(decodedMs, Number(microseconds) / 1000);
  });

  async function check(): Promise<void> {
    checks += 1;
    idleChecks = decodedMs > seenMs ? 0 : idleChecks + 1;
    seenMs = decodedMs;
    const isStalled = idleChecks >= checksPerStall;
    const elapsedMs = checks * checkMs;
    const cpuMs = pid === undefined ? null : await cpuTimeMs(pid);
    const isSlow = (cpuMs ?? elapsedMs) > limits.paceMs(decodedMs);
    if (given !== null || !(isStalled || isSlow)) return;
    clearInterval(timer);
    const computed = cpuMs !== null && (isSlow || cpuMs > elapsedMs / 2);
    given = { why: isStalled ? 'stalled' : 'slow', computed };
    giveUp();
  }
  const timer = setInterval(() => void check(), checkMs);

  return {
    given: () => given,
    stop: () => {
      clearInterval(timer);
      lines.close();
    },
  };
}

const ticksPerSecond = 100;

/** What a process has computed so far; null where the system does not say. */
async function cpuTimeMs(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The command's name, in parentheses, may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields?.[11]) + Number(fields?.[12]);
  return Number.isFinite(ticks) ? (ticks * 1000) / ticksPerSecond : null;
}
