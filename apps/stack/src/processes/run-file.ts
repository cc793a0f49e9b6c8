import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '@memo/errors';
import { endProcesses, isRunning, type StackProcess } from './end-processes.ts';
import { startedAt } from './process-table.ts';

interface RunFile {
  launcher: { pid: number; startedAt: string };
  url: string;
  /** In the order of their start. */
  processes: StackProcess[];
}

/** What runs on a data directory right now, kept in a file of it: the lock and the list of what to stop. */
export interface Run {
  path: string;
  processes(): readonly StackProcess[];
  add(process: Omit<StackProcess, 'startedAt'>): Promise<void>;
  remove(pid: number): void;
  /** The directory is free again. */
  release(): void;
}

/**
 * Takes a data directory for this process. What a crashed launcher left running on it is stopped first.
 * @throws AppError `conflict` when another launcher is at work on it.
 */
export async function claimDataDir(
  dataDir: string,
  { url, notify }: { url: string; notify: (message: string) => void },
): Promise<Run> {
  const path = join(dataDir, 'run.json');
  const started = (await startedAt(process.pid)) ?? '';
  const content: RunFile = {
    launcher: { pid: process.pid, startedAt: started },
    url,
    processes: [],
  };
  const left = await takeOver(path, content, dataDir);
  if (left.length > 0) {
    notify('Stopping what an earlier run left behind.');
    await endProcesses(left);
  }
  let released = false;
  const save = () => {
    write(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  };
  return {
    path,
    processes: () => content.processes,
    async add(added) {
      const addedAt = await startedAt(added.pid);
      if (addedAt === null) return;
      content.processes.push({ ...added, startedAt: addedAt });
      save();
    },
    remove(pid) {
      content.processes = content.processes.filter((one) => one.pid !== pid);
      save();
    },
    release() {
      // Once only: by the second time the file may be another launcher's.
      if (!released) rmSync(path, { force: true });
      released = true;
    },
  };
}

/** Puts our run file in place of that of a launcher that is gone; returns those of its processes that still run. */
async function takeOver(path: string, own: RunFile, dataDir: string): Promise<StackProcess[]> {
  const left: StackProcess[] = [];
  while (!created(path, own)) {
    const holder = readRun(path);
    if (holder !== null && (await isRunning(holder.launcher))) {
      throw new AppError(
        'conflict',
        `Memo is already running on ${dataDir} at ${holder.url} (process ${holder.launcher.pid}). ` +
          'Stop it first, or set MEMO_DATA_DIR to another directory.',
      );
    }
    for (const one of holder?.processes ?? []) if (await isRunning(one)) left.push(one);
    removeIfOf(path, holder);
  }
  return left;
}

/** Removes the run file of a launcher that is gone, and not that of one that has taken over since it was read. */
function removeIfOf(path: string, holder: RunFile | null): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (!isDeepStrictEqual(readRun(aside)?.launcher, holder?.launcher)) linkSync(aside, path);
  } catch (error) {
    // Another launcher renamed or linked the file first.
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  rmSync(aside, { force: true });
}

/** Null when there is none, or none that can be read. */
export function readRun(path: string): RunFile | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunFile;
  } catch {
    return null;
  }
}

/** False when the file is there already: of two launchers only one gets the directory. */
function created(path: string, content: RunFile): boolean {
  // Complete before it has its name: a file that is still empty would be taken for a damaged one.
  const draft = `${path}.${process.pid}.new`;
  write(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function write(path: string, content: RunFile): void {
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
}
