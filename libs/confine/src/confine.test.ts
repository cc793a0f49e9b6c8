import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childUser, giveToChild } from './child-user.ts';
import { createConfine, type ToConfine } from './confine.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'memo-confine-'));
  directory = join(parent, 'scratch');
  await mkdir(directory, { mode: 0o700 });
});
afterEach(() => rm(parent, { recursive: true }));

const confine = createConfine();

/** What a shell says that is started like this. */
async function says(script: string, child: Partial<ToConfine> = {}): Promise<string> {
  const { command, args, ...options } = await confine({
    program: 'sh',
    memoryBytes: 300_000_000,
    ...child,
  });
  const { stdout } = await run(command, [...args, '-c', script], options);
  return stdout.trim();
}

const works = (command: string, ...args: string[]): Promise<boolean> =>
  run(command, args).then(
    () => true,
    () => false,
  );

describe('a confined child process', () => {
  it('has the PATH and a temporary directory in its environment, and nothing else of ours', async () => {
    const names = (await says('env')).split('\n').map((line) => line.split('=')[0] ?? '');
    // A shell adds some of its own.
    const ofShells = ['PWD', 'OLDPWD', 'SHLVL', '_'];
    expect(names.filter((name) => !ofShells.includes(name)).sort()).toEqual(['PATH', 'TMPDIR']);
  });

  it('may have so much memory, gains no rights and reaches no network, where the system can do that', async () => {
    const [memory, rights, network] = await Promise.all([
      works('prlimit', '--data=100000000', '--', 'true'),
      works('setpriv', '--no-new-privs', 'true'),
      works('unshare', ...(isRoot ? [] : ['--map-current-user']), '--net', '--', 'true'),
    ]);
    const told = await says(
      'ulimit -d; grep -s NoNewPrivs: /proc/self/status; readlink /proc/self/ns/net',
    );
    expect({
      memory: told.includes(String(Math.floor(300_000_000 / 1024))),
      rights: /NoNewPrivs:\s+1/.test(told),
      network: !told.includes(await readlink('/proc/self/ns/net').catch(() => '')),
    }).toEqual({ memory, rights, network });
  });

  it('is a user of its own in a directory that was given to it, also below closed ones', async () => {
    await chmod(parent, 0o700);
    const input = join(directory, 'input');
    await writeFile(input, 'of a person', { mode: 0o600 });
    await giveToChild(directory);
    const files = { reads: [input], writes: [join(directory, 'output')] };
    const { cwd = directory } = await confine({ program: 'sh', memoryBytes: 1e9, ...files });
    expect(cwd).toBe(directory);
    const script = isRoot
      ? 'cat input; cp input output'
      : `cat ${input}; cp ${input} ${directory}/output`;
    expect(await says(script, files)).toBe('of a person');
    const mine = process.getuid?.();
    expect((await stat(join(directory, 'output'))).uid).toBe(isRoot ? childUser.uid : mine);
    // Anywhere else it is who we are.
    const elsewhere = await confine({
      program: 'sh',
      memoryBytes: 1e9,
      reads: [join(parent, 'a')],
    });
    expect(elsewhere.cwd).toBeUndefined();
  });

  it('stays who we are where its program is closed to others', async () => {
    const program = join(parent, 'program');
    await writeFile(program, '#!/bin/sh\ncat "$1"\n', { mode: 0o700 });
    await chmod(parent, 0o700);
    const input = join(directory, 'input');
    await writeFile(input, 'of a person');
    await giveToChild(directory);
    const { command, args, cwd, env } = await confine({
      program,
      memoryBytes: 300_000_000,
      reads: [input],
    });
    expect(cwd).toBeUndefined();
    expect((await run(command, [...args, input], { env })).stdout).toBe('of a person');
  });
});
