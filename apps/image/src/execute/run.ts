import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { enter, type Volume } from './enter.ts';
import { uidOf } from './layer.ts';
import { install, packagesOf } from './packages.ts';
import type { Execution } from './stages.ts';

const kept = 20;

/** RUN: a shell of the image's own, on what the stage has so far. */
export function createRun(lent: Readonly<Record<string, string>>): Execution['run'] {
  return async (layer, { command, caches }, environment) => {
    const root = dirname(layer.files);
    const packages = packagesOf(command);
    if (packages !== null) {
      await install(packages, layer.files);
      layer.packages.push(...packages);
      return;
    }
    await runToEnd(
      enter({
        root,
        writable: true,
        uid: uidOf(layer.user),
        directory: layer.directory,
        environment: { HOME: '/root', ...lent, ...environment },
        volumes: await Promise.all(caches.map(cacheOf)),
        words: ['/bin/sh', '-c', command],
      }),
    );
  };
}

/** npm's own cache, which this machine has filled already. */
async function cacheOf(target: string): Promise<Volume> {
  if (target !== '/root/.npm') throw new Error(`there is no cache for ${target} here`);
  const source = join(homedir(), '.npm');
  await mkdir(source, { recursive: true });
  return { source, target, writable: true };
}

async function runToEnd({ command, args }: { command: string; args: string[] }): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''));
      lines.splice(0, lines.length - kept);
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`exit code ${code ?? 'of a signal'}\n${lines.join('\n')}`);
}
