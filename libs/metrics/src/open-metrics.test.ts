import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLogger, type Logger } from '@memo/logging';
import { openMetrics, type Metrics } from './open-metrics.ts';

const host = '127.0.0.1';
let metrics: Metrics | null = null;

afterEach(async () => {
  await metrics?.close();
  metrics = null;
});

/** Opens them on any port. */
async function open(): Promise<{ metrics: Metrics; url: string }> {
  let port: unknown;
  const info: Logger['info'] = (_message, fields) => (port = fields?.port);
  const about = { service: 'api', version: '1.2.3', logger: { ...silentLogger, info } };
  metrics = await openMetrics({ host, port: 0, scratchBytes: null }, about);
  return { metrics, url: `http://${host}:${String(port)}` };
}

async function ask(url: string, options: object = {}) {
  const asked = request(url, { agent: false, ...options });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

describe('metrics', () => {
  it('tell what the process is and what it takes', async () => {
    const { url } = await open();
    const scraped = await ask(`${url}/metrics`);
    expect(scraped.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(scraped.text).toMatch(/^memo_build_info\{service="api",version="1\.2\.3",.*\} 1$/m);
    expect(scraped.text).toMatch(/^memo_scratch_bytes\{kind="size"\} \d+/m);
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds']) {
      expect(scraped.text).toMatch(new RegExp(`^${name} \\S+$`, 'm'));
    }
  });

  it('are of this process alone: two in one program have nothing in common', async () => {
    const first = await open();
    first.metrics.instruments.counter({ name: 'memo_first_total', help: 'First.' }).inc({});
    const second = await open();
    expect((await ask(`${second.url}/metrics`)).text).not.toContain('memo_first_total');
    await first.metrics.close();
  });

  it('say that the process is ready once it is, and no more while it drains; alive it is all the time', async () => {
    const { metrics: own, url } = await open();
    const both = async () => [
      (await ask(`${url}/ready`)).status,
      (await ask(`${url}/live`)).status,
    ];
    expect(await both()).toEqual([503, 200]);
    own.ready();
    expect(await both()).toEqual([200, 200]);
    own.drain();
    expect(await both()).toEqual([503, 200]);
  });

  it.each([
    ['POST', '/metrics', 405],
    ['HEAD', '/metrics', 405],
    ['GET', '/', 404],
    ['GET', '/metrics/../live', 404],
  ])('answer %s %s with %i', async (method, path, status) => {
    const { url } = await open();
    expect((await ask(url, { method, path })).status).toBe(status);
  });

  it('take no more of a request than a scrape is', async () => {
    const { url } = await open();
    const answer = await ask(`${url}/metrics`, { headers: { 'x-much': 'x'.repeat(8_192) } });
    expect(answer.status).toBe(431);
  });

  it('are read once for two who ask at a time', async () => {
    const { metrics: own, url } = await open();
    let reads = 0;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    own.instruments.gauge({ name: 'memo_slow', help: 'Slow.' }, async () => {
      reads += 1;
      await promise;
      return [{ labels: {}, value: 1 }];
    });
    const both = Promise.all([ask(`${url}/metrics`), ask(`${url}/metrics`)]);
    // Answered behind both of them.
    await ask(`${url}/live`);
    resolve(undefined);
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
    expect(reads).toBe(1);
  });

  it('cannot be offered on a port that is taken, and say which setting to change', async () => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const opened = openMetrics(
      { host, port, scratchBytes: null },
      { service: 'api', version: '1', logger: silentLogger },
    );
    await expect(opened).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringMatching(/EADDRINUSE.*METRICS_PORT/),
    });
    other.close();
    await once(other, 'close');
  });
});

describe('a gauge', () => {
  it('that is not known is NaN, and one with labels is not there', async () => {
    const { metrics: own, url } = await open();
    own.instruments.gauge({ name: 'memo_unknown', help: 'Unknown.' }, () => []);
    own.instruments.gauge({ name: 'memo_none', help: 'None.', labels: ['a'] }, () => []);
    const { text: scraped } = await ask(`${url}/metrics`);
    expect(scraped).toMatch(/^memo_unknown NaN$/im);
    expect(scraped).not.toMatch(/^memo_none\{/m);
  });
});
