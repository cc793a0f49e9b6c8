import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../processes/supervisor.ts';
import type { PartOptions } from './part-options.ts';

const pollMs = 25;

/** The stack's own Redis: it keeps every acknowledged job, at most the last second's after a power cut. */
export function redisPart(
  { directory, port }: { directory: string; port: number },
  { environment, logPath }: PartOptions,
): Part {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return {
    name: 'Redis server',
    kind: 'server',
    command: 'redis-server',
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
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
