import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startS3, type TestS3 } from '@memo/testing/s3';
import type { S3Options } from './s3-client.ts';
import { createS3Storage } from './s3-storage.ts';

interface Heard {
  /** With the kind of a request that only its query tells. */
  what: string;
  algorithm: string | undefined;
  key: string | undefined;
}

let s3: TestS3;
let between: Server;
let heard: Heard[] = [];

const one = (value: string | string[] | undefined) => value?.toString();

beforeAll(async () => {
  s3 = await startS3();
  // Passes everything on to the real server, and keeps what was asked of it.
  between = createServer((incoming, answer) => {
    const { method = '', url = '', headers } = incoming;
    const query = new URL(url, s3.endpoint).searchParams;
    const kind = ['uploads', 'partNumber', 'uploadId'].find((name) => query.has(name)) ?? '';
    heard.push({
      what: `${method} ${kind}`.trim(),
      algorithm: one(headers['x-amz-server-side-encryption']),
      key: one(headers['x-amz-server-side-encryption-aws-kms-key-id']),
    });
    const onward = request(new URL(url, s3.endpoint), { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    incoming.pipe(onward);
  });
  await once(between.listen(0, '127.0.0.1'), 'listening');
});

afterAll(async () => {
  between.closeAllConnections();
  between.close();
  await s3.close();
});

beforeEach(() => {
  heard = [];
});

/** Everything that Memo asks of a bucket, once. @returns what was read back. */
async function useAll(encryption: S3Options['encryption']): Promise<string | null> {
  const { port } = between.address() as AddressInfo;
  const storage = createS3Storage({ ...s3, endpoint: `http://127.0.0.1:${port}`, encryption });
  try {
    const audio = { contentType: 'audio/mpeg' };
    await storage.putText('a.json', 'kept', 'application/json');
    await storage.put('b.mp3', Readable.from([randomBytes(1_000)]), audio);
    await storage.put('c.mp3', Readable.from([randomBytes(6_000_000)]), audio);
    await storage.head('c.mp3');
    const text = await storage.getText('a.json');
    await storage.delete(['a.json', 'b.mp3', 'c.mp3']);
    return text;
  } finally {
    storage.close();
  }
}

const written = () => heard.filter(({ what }) => what === 'PUT' || what === 'POST uploads');
const others = () => heard.filter((each) => !written().includes(each));

describe('what is written', () => {
  it.each([
    [{ algorithm: 'AES256' as const }, undefined],
    [{ algorithm: 'aws:kms' as const }, undefined],
    [{ algorithm: 'aws:kms' as const, kmsKeyId: 'alias/memo' }, 'alias/memo'],
  ])('asks to be encrypted, small and large, and nothing else does: %j', async (how, key) => {
    expect(await useAll(how)).toBe('kept');
    const asked = { algorithm: how.algorithm, key };
    expect(written()).toEqual([
      { what: 'PUT', ...asked },
      { what: 'PUT', ...asked },
      { what: 'POST uploads', ...asked },
    ]);
    // S3 refuses the headers on a read, and on the parts of an upload.
    expect(others().filter(({ algorithm }) => algorithm !== undefined)).toEqual([]);
    expect(others().length).toBeGreaterThan(4);
  });

  it('says nothing of it where no setting does: the bucket decides', async () => {
    expect(await useAll(undefined)).toBe('kept');
    expect(written().map(({ algorithm }) => algorithm)).toEqual([undefined, undefined, undefined]);
  });
});
