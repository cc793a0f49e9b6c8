import { readFile } from 'node:fs/promises';
import { peakMemory } from './peak-memory.ts';
import { childrenOf } from './resident-memory.ts';

export interface PeakWatch extends Disposable {
  /** The highest RSS of the process so far, and the highest of any one child of it, in bytes. */
  peaks(): { own: number; child: number };
}

const everyMs = 20;

/**
 * Watches a process and those of its children that run this program. The kernel keeps each one's peak; a child's is
 * read until it ends. A child that has yet to become the program still has its parent's memory.
 */
export function watchPeaks(pid: number, program: string): PeakWatch {
  const peaks = { own: 0, child: 0 };
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      peaks.own = Math.max(peaks.own, await peakMemory(pid));
      for (const child of await childrenOf(pid)) {
        if ((await nameOf(child)) !== program) continue;
        // It may have ended by now.
        const peak = await peakMemory(child).catch(() => 0);
        peaks.child = Math.max(peaks.child, peak);
      }
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), everyMs);
  return { peaks: () => peaks, [Symbol.dispose]: () => clearInterval(timer) };
}

const nameOf = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
