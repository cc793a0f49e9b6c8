/** The S3 server in a process of its own: its file work must not stall the launcher, nor a crash of it end the stack. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import signatures from '@20minutes/s3rver/lib/signature/v4.js';
import type { S3Options } from './s3.ts';

process.once('message', (options: S3Options) => void run(options));

async function run({ directory, bucket, port }: S3Options): Promise<void> {
  encodeSignedQueriesFully();
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket }] });
  await s3rver.configureBuckets();
  const uploads = join(directory, bucket, '._S3rver_uploads');
  const handle = s3rver.callback();
  const server = createServer((request, response) => {
    const upload = abortedUpload(request);
    if (upload === null) handle(request, response);
    else {
      void rm(join(uploads, upload), { recursive: true, force: true }).then(() =>
        response.writeHead(204).end(),
      );
    }
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  process.send?.('ready');
}

/** s3rver answers 405 to AbortMultipartUpload, which would leave the parts of every cancelled upload on the disk. */
function abortedUpload({ method, url }: IncomingMessage): string | null {
  if (method !== 'DELETE') return null;
  const uploadId = new URL(url ?? '/', 'http://localhost').searchParams.get('uploadId');
  return uploadId !== null && /^[\w-]+$/.test(uploadId) ? uploadId : null;
}

/** s3rver leaves !'()* in a query as they are, and so refuses presigned addresses that name a file in UTF-8. */
function encodeSignedQueriesFully(): void {
  const { getStringToSign } = signatures;
  signatures.getStringToSign = (request, credentials) => {
    const querystring = request.querystring.replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    return getStringToSign({ ...request, querystring }, credentials);
  };
}
