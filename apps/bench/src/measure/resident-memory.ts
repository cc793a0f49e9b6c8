import { readdir, readFile } from 'node:fs/promises';
import { Skipped } from '../benchmark.ts';

/** In MiB. */
export interface Memory {
  /** Of the pages that several processes share, each counts its part: these can be added up. */
  pss: number;
  rss: number;
}

/** @throws Skipped where the system does not tell. */
export async function memoryOf(pid: number): Promise<Memory> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => {
    throw new Skipped('the memory of processes is read from /proc/PID/smaps_rollup');
  });
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]) / 1024;
  return { pss: field('Pss'), rss: field('Rss') };
}

/** A process and all that came of it, from the first to the last. */
export async function withDescendants(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  return [pid, ...(await Promise.all(children.map(withDescendants))).flat()];
}

export async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
    ),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

/** How a process was called. */
export const commandOf = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
