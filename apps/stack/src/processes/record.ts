import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '@memo/errors';
import { endProcesses, isRunning, type StackProcess } from './end-processes.ts';
import { startedAt } from './process-table.ts';

interface RunRecord {
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
  const record: RunRecord = {
    launcher: { pid: process.pid, startedAt: started },
    url,
    processes: [],
  };
  const left = await takeOver(path, record, dataDir);
  if (left.length > 0) {
    notify('Stopping what an earlier run left behind.');
    await endProcesses(left);
  }
  let released = false;
  const save = () => {
    write(`${path}.new`, record);
    renameSync(`${path}.new`, path);
  };
  return {
    path,
    processes: () => record.processes,
    async add(added) {
      const addedAt = await startedAt(added.pid);
      if (addedAt === null) return;
      record.processes.push({ ...added, startedAt: addedAt });
      save();
    },
    remove(pid) {
      record.processes = record.processes.filter((one) => one.pid !== pid);
      save();
    },
    release() {
      // Once only: by the second time the file may be another launcher's.
      if (!released) rmSync(path, { force: true });
      released = true;
    },
  };
}

/** Puts our record in place of a dead launcher's; returns those of its processes that still run. */
async function takeOver(path: string, own: RunRecord, dataDir: string): Promise<StackProcess[]> {
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

/** Removes a dead launcher's record, and not that of one that has taken over since it was read. */
function removeIfOf(path: string, holder: RunRecord | null): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (!isDeepStrictEqual(readRun(aside)?.launcher, holder?.launcher)) linkSync(aside, path);
  } catch (error) {
    // Another launcher was quicker with the one or the other.
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  rmSync(aside, { force: true });
}

/** Null when there is none, or none that can be read. */
export function readRun(path: string): RunRecord | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
  } catch {
    return null;
  }
}

/** False when the file is there already: of two launchers only one gets the directory. */
function created(path: string, record: RunRecord): boolean {
  // Complete before it has its name: a record that is still empty would be taken for a damaged one.
  const draft = `${path}.${process.pid}.new`;
  write(draft, record);
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

function write(path: string, record: RunRecord): void {
  writeFileSync(path, JSON.stringify(record), { mode: 0o600 });
}
