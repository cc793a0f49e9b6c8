import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { createS3Client } from './s3-client.ts';
import { getStream } from './s3-get.ts';

it('an object whose bytes stop coming fails as unavailable instead of being waited for', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('some');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = createS3Client({
    bucket: 'memo',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  try {
    const stream = await getStream({ client, bucket: 'memo', key: 'silent' }, {}, 50);
    await expect(text(stream)).rejects.toMatchObject({ kind: 'unavailable' });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
