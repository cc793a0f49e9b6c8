import { execFile } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '@memo/config';
import { childUser, isGivenToChild } from './child-user.ts';

export interface ToConfine {
  program: string;
  /**
   * Bytes of memory it may have for itself, beside its program and libraries. Where it asks for more, it is told that
   * there is none. Node reserves half a gigabyte that it does not use.
   */
  memoryBytes: number;
  /** The files that it reads, and those that it writes. */
  reads?: readonly string[];
  writes?: readonly string[];
}

/** How a child is to be started. */
export interface Confined {
  command: string;
  /** Before the program's own arguments. */
  args: string[];
  /** All of its environment. */
  env: Record<string, string>;
  /**
   * Given where it runs as a user of its own: in this directory, and by names that are relative to it, since it may not
   * enter those above.
   */
  cwd?: string;
}

export type Confine = (child: ToConfine) => Promise<Confined>;

/** What the system has to hold a child with; empty where a tool is missing or not allowed. */
interface Tools {
  withoutNetwork: readonly string[];
  withoutNewRights: readonly string[];
  hasMemoryLimits: boolean;
}

/**
 * Confines child processes that read what strangers sent: bounded memory, no network, no way to more rights, a user of
 * their own where we are root and the directory was given to it, and nothing of our environment. Each tool replaces
 * itself by the next and at last by the program, so that the child is one process, to be killed as one. What the system
 * does not have is left out.
 */
export function createConfine(): Confine {
  let tools: Promise<Tools> | undefined;
  const enterable = new Map<string, Promise<boolean>>();

  function runsAsOther(program: string, { withoutNewRights }: Tools): Promise<boolean> {
    if (withoutNewRights.length === 0) return Promise.resolve(false);
    const known = enterable.get(program);
    if (known !== undefined) return known;
    // Tried: directories above the program may be closed to others.
    const asked = ['sh', '-c', 'command -v "$0"', program];
    const tried = works([...withoutNewRights, ...asChildUser, ...asked]);
    enterable.set(program, tried);
    return tried;
  }

  return async ({ program, memoryBytes, reads = [], writes = [] }) => {
    tools ??= findTools();
    const found = await tools;
    const directory = directoryOf([...reads, ...writes]);
    const isOther =
      directory !== null &&
      (await isGivenToChild(directory)) &&
      (await runsAsOther(program, found));
    if (isOther) {
      await Promise.all(reads.map((path) => chown(path, childUser.uid, childUser.gid)));
    }
    const [command = program, ...args]: string[] = [
      ...found.withoutNetwork,
      ...found.withoutNewRights,
      ...(isOther ? asChildUser : []),
      ...(found.hasMemoryLimits ? ['prlimit', `--data=${memoryBytes}`, '--core=0', '--'] : []),
      program,
    ];
    return { command, args, env: childEnvironment(directory), ...(isOther && { cwd: directory }) };
  };
}

const asChildUser = [
  `--reuid=${childUser.uid}`,
  `--regid=${childUser.gid}`,
  '--clear-groups',
  '--',
];

/** The one in which all files are; null where there is none. */
function directoryOf(paths: readonly string[]): string | null {
  const [first, ...others] = new Set(paths.map((path) => dirname(path)));
  return first !== undefined && others.length === 0 ? first : null;
}

/** All that a child of ours has in its environment. */
export const childEnvironment = (directory: string | null = null): Record<string, string> => ({
  PATH: processEnvironment().PATH ?? '',
  TMPDIR: directory ?? tmpdir(),
});

async function findTools(): Promise<Tools> {
  if (process.platform !== 'linux') {
    return { withoutNetwork: [], withoutNewRights: [], hasMemoryLimits: false };
  }
  // Who is not root needs a name space of their own for one without a network, which many systems forbid.
  const forOthers = process.getuid?.() === 0 ? [] : ['--map-current-user'];
  const unshare = ['unshare', ...forOthers, '--net', '--'];
  const setpriv = ['setpriv', '--no-new-privs'];
  const [hasNetwork, hasRights, hasMemoryLimits] = await Promise.all([
    works([...unshare, 'true']),
    works([...setpriv, 'true']),
    works(['prlimit', '--data=100000000', '--core=0', '--', 'true']),
  ]);
  return {
    withoutNetwork: hasNetwork ? unshare : [],
    withoutNewRights: hasRights ? setpriv : [],
    hasMemoryLimits,
  };
}

async function works([command = '', ...args]: readonly string[]): Promise<boolean> {
  const options = { env: childEnvironment(), timeout: 10_000, cwd: '/' };
  return promisify(execFile)(command, args, options).then(
    () => true,
    () => false,
  );
}
