import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { createS3Client, type ObjectSource } from './s3-client.ts';
import { getStream } from './s3-get.ts';

/** A storage that answers as the listener does. */
async function withStorage(
  listener: RequestListener,
  use: (source: ObjectSource) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = createS3Client({
    bucket: 'memo',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  try {
    await use({ client, bucket: 'memo', key: 'some.mp3' });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

it('an object whose bytes stop coming fails as unavailable instead of being waited for', () =>
  withStorage(
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('some');
    },
    async (source) => {
      const stream = await getStream(source, {}, 50);
      await expect(text(stream)).rejects.toMatchObject({ kind: 'unavailable' });
    },
  ));

it('a range that is given up before it is read lets go of its connection, also where the storage sends all', async () => {
  let left: Promise<unknown[]> | undefined;
  await withStorage(
    (_, response) => {
      left = once(response, 'close');
      response.writeHead(200, { 'content-length': '1000' });
      response.write('some');
    },
    async (source) => {
      const stream = await getStream(source, { range: { start: 0, end: 0 } });
      stream.destroy();
      expect(await left).toEqual([]);
    },
  );
});
