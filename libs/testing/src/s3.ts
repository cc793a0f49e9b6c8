import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import signatures from '@20minutes/s3rver/lib/signature/v4.js';

export interface TestS3 {
  endpoint: string;
  bucket: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Keys of the multipart uploads that were neither completed nor aborted. */
  openUploads(): Promise<string[]>;
  /** Cuts every connection and removes what was stored. */
  close(): Promise<void>;
}

/** An S3 server of this process, on a free port of 127.0.0.1 with one empty bucket, that checks signatures. */
export async function startS3(): Promise<TestS3> {
  const bucket = 'memo';
  const directory = await mkdtemp(join(tmpdir(), 'memo-s3-'));
  const uploads = join(directory, bucket, '._S3rver_uploads');
  signatures.getStringToSign = getStringToSign;
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket }] });
  await s3rver.configureBuckets();

  const handle = s3rver.callback();
  const findUploads = async () => {
    const ids = await readdir(uploads).catch(() => []);
    const found = await Promise.all(
      ids.map(async (id) => ({ id, key: await readIfThere(join(uploads, id, 'key')) })),
    );
    // One whose directory has no key yet, or none any more, is being begun or removed.
    return found.flatMap(({ id, key }) => (key === null ? [] : [{ id, key }]));
  };
  const listUploads = async (prefix: string): Promise<string> => {
    const found = await findUploads();
    const rows = found
      .filter(({ key }) => key.startsWith(prefix))
      .map(({ id, key }) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`);
    return `<ListMultipartUploadsResult>${rows.join('')}</ListMultipartUploadsResult>`;
  };
  const server = createServer((request, response) => {
    const listed = listedUploads(request);
    if (listed !== null) {
      void listUploads(listed).then(
        (xml) => response.setHeader('content-type', 'application/xml').end(xml),
        () => response.writeHead(500).end(),
      );
      return;
    }
    const aborted = abortedUpload(request);
    if (aborted === null) {
      handle(request, response);
      return;
    }
    void rm(join(uploads, aborted), { recursive: true, force: true })
      .then(() => 204)
      .catch(() => 500)
      .then((status) => response.writeHead(status).end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    region: 'us-east-1',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    openUploads: async () => (await findUploads()).map(({ key }) => key),
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

const readIfThere = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });

/** s3rver has no ListMultipartUploads (it answers 501), so it is answered here. @returns the prefix asked for. */
function listedUploads({ method, url }: IncomingMessage): string | null {
  const query = new URL(url ?? '/', 'http://localhost').searchParams;
  return method === 'GET' && query.has('uploads') ? (query.get('prefix') ?? '') : null;
}

/** s3rver has no AbortMultipartUpload (it answers 405), so it is answered here. */
function abortedUpload({ method, url }: IncomingMessage): string | null {
  if (method !== 'DELETE') return null;
  const uploadId = new URL(url ?? '/', 'http://localhost').searchParams.get('uploadId');
  return uploadId !== null && /^[\w-]+$/.test(uploadId) ? uploadId : null;
}

const { getStringToSign: getLooseStringToSign } = signatures;

/** s3rver leaves !'()* in a query as they are, and so refuses presigned addresses that name a file in UTF-8. */
const getStringToSign: typeof getLooseStringToSign = (request, credentials) => {
  const querystring = request.querystring.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return getLooseStringToSign({ ...request, querystring }, credentials);
};
