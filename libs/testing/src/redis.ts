import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import { Redis } from 'ioredis';

export interface TestRedis {
  url: string;
  /** A connection for looking inside. */
  client: Redis;
  /** Stops answering, as an outage does; the data stays in memory. */
  pause(): void;
  resume(): void;
  /** Is killed, loses all it held, and starts again at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis server of the caller's own: tests may flush it or stop it. */
export async function startRedis(): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-redis-'));
  const port = await getPort();
  const start = () =>
    execa(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory].concat([
        '--maxmemory-policy',
        'noeviction',
      ]),
      { stdout: 'ignore', stderr: 'pipe', reject: false },
    );
  let server = start();
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 });
  // Refused connections while the server comes up are expected; `ping` below says when it is there.
  client.on('error', () => undefined);
  await client.ping();
  return {
    url: `redis://127.0.0.1:${port}`,
    client,
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    restart: async () => {
      server.kill('SIGKILL');
      await server;
      server = start();
      await client.ping();
    },
    close: async () => {
      client.disconnect();
      server.kill('SIGKILL');
      await server;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
