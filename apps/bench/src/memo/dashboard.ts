import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A dashboard that takes every meeting at once, and the settings that make the worker deliver to it. */
export async function startDashboard(
  resources: AsyncDisposableStack,
): Promise<Record<'DASHBOARD_BASE_URL', string>> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  resources.defer(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { DASHBOARD_BASE_URL: `http://127.0.0.1:${port}` };
}
