import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import accounts from '@20minutes/s3rver/lib/models/account.js';
import signatures from '@20minutes/s3rver/lib/signature/v4.js';
import type { CorsRule } from '@memo/storage';
import { s3Refusal } from './s3-gate.ts';
import type { S3Options } from './s3.ts';

/** Listens on 127.0.0.1, for whoever signs with the credentials of this data directory. */
export async function startS3Server(options: S3Options): Promise<Server> {
  const { directory, bucket, port, credentials, publicHosts, cors } = options;
  encodeSignedQueriesFully();
  // The key that everybody knows.
  accounts.DUMMY_ACCOUNT.revokeAccessKey('S3RVER');
  accounts.DUMMY_ACCOUNT.createKeyPair(credentials.accessKeyId, credentials.secretAccessKey);
  const s3rver = new S3rver({
    directory,
    silent: true,
    // No bucket is called by a host name.
    vhostBuckets: false,
    configureBuckets: [{ name: bucket, configs: cors === null ? [] : [corsText(cors)] }],
  });
  await s3rver.configureBuckets();
  // What an earlier start allowed stays in the directory.
  if (cors === null) await s3rver.store.deleteSubresource(bucket, undefined, 'cors');
  answerAborts(s3rver, join(directory, bucket, '._S3rver_uploads'));
  const handle = s3rver.callback();
  const gate = { bucket, hosts: [`127.0.0.1:${port}`, ...publicHosts] };
  const server = createServer((request, response) => {
    const refusal = s3Refusal(request, gate);
    if (refusal === null) {
      handle(request, response);
      return;
    }
    refuse(request, response, refusal);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

/** As S3 takes it. Origins and words of the protocol have nothing that XML reads. */
function corsText(rule: CorsRule): string {
  const all = (name: string, values: readonly (string | number)[]) =>
    values.map((value) => `<${name}>${value}</${name}>`).join('');
  const parts = [
    all('AllowedOrigin', rule.AllowedOrigins),
    all('AllowedMethod', rule.AllowedMethods),
    all('AllowedHeader', rule.AllowedHeaders),
    all('ExposeHeader', rule.ExposeHeaders),
    all('MaxAgeSeconds', [rule.MaxAgeSeconds]),
  ];
  return `<CORSConfiguration><CORSRule>${parts.join('')}</CORSRule></CORSConfiguration>`;
}

/** How long a stranger's body is read, in ms. */
const drainMs = 1_000;

/** Answers when all was sent: whoever still sends sees a broken connection instead of the answer. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code }: { status: number; code: string },
): void {
  const answer = (): void => {
    clearTimeout(late);
    if (response.headersSent || response.destroyed) return;
    response.writeHead(status, { 'Content-Type': 'application/xml', Connection: 'close' });
    response.end(`<Error><Code>${code}</Code></Error>`);
  };
  const late = setTimeout(answer, drainMs);
  request.resume().once('end', answer);
  request.once('close', answer);
}

/**
 * s3rver answers 405 to AbortMultipartUpload, once it has found it rightly signed; that would leave the parts of every
 * cancelled upload on the disk.
 */
function answerAborts(s3rver: S3rver, uploads: string): void {
  s3rver.middleware.unshift(async (context, next) => {
    try {
      await next();
    } catch (error) {
      const { uploadId } = context.query;
      const isAbort = context.method === 'DELETE' && typeof uploadId === 'string';
      if (!isAbort || (error as { code?: unknown }).code !== 'MethodNotAllowed') throw error;
      await rm(join(uploads, uploadId), { recursive: true, force: true });
      context.status = 204;
    }
  });
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
