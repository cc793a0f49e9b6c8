import { readFile, writeFile } from 'node:fs/promises';
import { Skipped } from '../benchmark.ts';

/** @throws Skipped where the system does not keep a peak that can be reset. */
export function assertPeakMemoryIsKept(): void {
  if (process.platform !== 'linux') throw new Skipped('peak memory is measured on Linux only');
}

/** Makes the kernel forget the highest RSS of a process so far. */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** The highest RSS of a process since its start or the reset, in bytes. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status names no VmHWM.`);
  return Number(kib) * 1024;
}
