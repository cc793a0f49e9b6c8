import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { planMetricsPorts } from './metrics-ports.ts';

const host = '127.0.0.1';
const apps = ['api', 'transcription-worker'].map((name) => ({ name, main: `${name}.ts` }));

describe('the metrics of the stack', () => {
  it('are off where no port is set', async () => {
    expect([...(await planMetricsPorts({}, host, apps))]).toEqual([]);
  });

  it('are on any ports where it is 0', async () => {
    const ports = await planMetricsPorts({ METRICS_PORT: '0' }, host, apps);
    expect([...ports]).toEqual([
      ['api', 0],
      ['transcription-worker', 0],
    ]);
  });

  it('of each app are on a port of its own, and one that is taken is told before anything is started', async () => {
    const taken = createServer().listen(0, host);
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const planned = planMetricsPorts({ METRICS_PORT: String(port - 1) }, host, apps);
    await expect(planned).rejects.toThrow(
      `Port ${port} is in use by another program. Set METRICS_PORT to another one`,
    );
    taken.close();
    await once(taken, 'close');
    const ports = await planMetricsPorts({ METRICS_PORT: String(port) }, host, apps.slice(0, 1));
    expect([...ports]).toEqual([['api', port]]);
  });

  it('do not go beyond the last port there is', async () => {
    const planned = planMetricsPorts({ METRICS_PORT: '65535' }, host, apps);
    await expect(planned).rejects.toThrow('Set it to 65534 or less');
  });
});
