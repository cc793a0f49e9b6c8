import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { assertPortIsFree, isPortFree } from './ports.ts';

it('a port in use is told before anything is started, with the variable to change', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  expect(await isPortFree('127.0.0.1', port)).toBe(false);
  await expect(assertPortIsFree('127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is in use by another program. Set PORT to another one`,
  );

  server.close();
  await once(server, 'close');
  expect(await isPortFree('127.0.0.1', port)).toBe(true);
  await assertPortIsFree('127.0.0.1', port);
});

it('an address that is not of this machine is told by the name of its variable', async () => {
  await expect(assertPortIsFree('192.0.2.1', 8000)).rejects.toThrow('HOST is 192.0.2.1');
});
