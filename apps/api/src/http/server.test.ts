import { once } from 'node:events';
import { connect } from 'node:net';
import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
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

/** An answer over a connection of the agent, read to its end. */
async function ask(port: number, agent: Agent): Promise<IncomingMessage> {
  const [answer] = (await once(get({ host, port, agent }), 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer;
}

describe('the server', () => {
  it('lets a request in flight finish and accepts no other while it closes', async () => {
    const { listener, held } = holdRequests();
    const server = await startServer(listener, { host, port: 0, drainMs: 600_000 });
    const response = fetch(`http://${host}:${server.port}/`);
    const res = await held;
    const closed = server.close();
    expect(await isRefused(server.port)).toBe(true);
    res.end('done');
    expect(await (await response).text()).toBe('done');
    await closed;
  });

  it('answers what comes over a connection that stands while it closes, and says that it is the last', async () => {
    const server = await startServer((_req, res) => res.end('here'), {
      host,
      port: 0,
      drainMs: 600_000,
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await ask(server.port, agent);
    expect(before.headers.connection).toBe('keep-alive');
    const closed = server.close();
    const during = await ask(server.port, agent);
    expect([during.statusCode, during.headers.connection]).toEqual([200, 'close']);
    await expect(ask(server.port, agent)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await closed;
    agent.destroy();
  });

  it('says so to a request that is in flight, too', async () => {
    const { listener, held } = holdRequests();
    const server = await startServer(listener, { host, port: 0, drainMs: 600_000 });
    const response = fetch(`http://${host}:${server.port}/`);
    const res = await held;
    const closed = server.close();
    res.end('done');
    expect((await response).headers.get('connection')).toBe('close');
    await (await response).text();
    await closed;
  });

  it('lets go of connections over which nothing comes any more', async () => {
    const server = await startServer((_req, res) => res.end('here'), {
      ...{ host, port: 0, drainMs: 600_000, lingerMs: 20 },
    });
    const agent = new Agent({ keepAlive: true });
    await ask(server.port, agent);
    await expect(server.close()).resolves.toBeUndefined();
    agent.destroy();
  });

  it('cuts what does not finish within the grace', async () => {
    const { listener, held } = holdRequests();
    const server = await startServer(listener, { host, port: 0, drainMs: 20, lingerMs: 0 });
    const response = fetch(`http://${host}:${server.port}/`);
    await held;
    await Promise.all([expect(response).rejects.toThrow('fetch failed'), server.close()]);
  });

  it('says what to do when the port is taken', async () => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await expect(startServer(() => undefined, { host, port, drainMs: 0 })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('Free the port or set PORT'),
    });
    other.close();
    await once(other, 'close');
  });
});
