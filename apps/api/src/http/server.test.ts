import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startServer } from './server.ts';

const host = '127.0.0.1';

/** A listener that leaves every request open and hands out its response. */
function holdRequests() {
  let arrive: (res: ServerResponse) => void;
  const held = new Promise<ServerResponse>((resolve) => (arrive = resolve));
  const listener: RequestListener = (_req, res) => arrive(res);
  return { listener, held };
}

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, host);
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => false),
    once(socket, 'error').then(
      () => true,
      () => true,
    ),
  ]).catch(() => true);
  socket.destroy();
  return outcome;
}

describe('the server', () => {
  it('lets a request in flight finish and accepts no other while it closes', async () => {
    const { listener, held } = holdRequests();
    const server = await startServer(listener, { host, port: 0, graceMs: 600_000 });
    const response = fetch(`http://${host}:${server.port}/`);
    const res = await held;
    const closed = server.close();
    expect(await isRefused(server.port)).toBe(true);
    res.end('done');
    expect(await (await response).text()).toBe('done');
    await closed;
  });

  it('cuts what does not finish within the grace', async () => {
    const { listener, held } = holdRequests();
    const server = await startServer(listener, { host, port: 0, graceMs: 20 });
    const response = fetch(`http://${host}:${server.port}/`);
    await held;
    await Promise.all([expect(response).rejects.toThrow('fetch failed'), server.close()]);
  });

  it('says what to do when the port is taken', async () => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await expect(startServer(() => undefined, { host, port })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('Free the port or set PORT'),
    });
    other.close();
    await once(other, 'close');
  });
});
