import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../processes/supervisor.ts';
import type { PartOptions } from './part-options.ts';

const pollMs = 25;

export interface RedisOptions {
  directory: string;
  port: number;
  password: string;
}

/**
 * The stack's own Redis: it keeps every acknowledged job, at most the last second's after a power cut. Its password
 * stands in a file of its owner's: every user of the machine reads the arguments of a process.
 */
export async function redisPart(
  { directory, port, password }: RedisOptions,
  { environment, logPath }: PartOptions,
): Promise<Part> {
  const settings = {
    port: String(port),
    requirepass: password,
    bind: '127.0.0.1',
    dir: JSON.stringify(directory),
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '""',
    'maxmemory-policy': 'noeviction',
  };
  const path = join(directory, 'redis.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  // A file of an earlier start may have another mode.
  await writeFile(`${path}.new`, lines.join(''), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return {
    name: 'Redis server',
    kind: 'server',
    command: 'redis-server',
    args: [path],
    environment,
    logPath,
    ready: (signal) => untilListening(port, signal),
  };
}

async function untilListening(port: number, signal: AbortSignal): Promise<void> {
  while (!(await isListening(port))) await pause(pollMs, undefined, { signal });
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export const redisUrl = ({ password, port }: RedisOptions): string =>
  `redis://:${password}@127.0.0.1:${port}`;
