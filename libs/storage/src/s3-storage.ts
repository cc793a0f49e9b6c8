import { createReadStream, createWriteStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { AppError } from '@memo/errors';
import { createS3Client, type S3Options } from './s3-client.ts';
import { answered } from './s3-errors.ts';
import { getStream } from './s3-get.ts';
import { headObject } from './s3-head.ts';
import { abortUploads } from './s3-multipart.ts';
import { presignGet, presignPut } from './s3-presign.ts';
import { putStream } from './s3-put.ts';
import type { ObjectStorage } from './types.ts';

/** Deletes are sent one by one: not every compatible server has the batch request. */
const deletesAtOnce = 8;

export interface S3Storage extends ObjectStorage {
  /** Closes idle connections. */
  close(): void;
}

/**
 * Object storage in one S3 bucket. Failures are AppErrors: `not_found`, `unavailable` (worth a retry) or
 * `misconfigured` (bucket or credentials); those of an upload's source and of local files stay what they are.
 */
export function createS3Storage(options: S3Options): S3Storage {
  const { bucket, publicEndpoint } = options;
  const client = createS3Client(options);
  // Signs only: it never sends anything.
  const signer = publicEndpoint ? createS3Client({ ...options, endpoint: publicEndpoint }) : client;

  const storage: S3Storage = {
    put: (key, body, { contentType, signal }) =>
      putStream({ client, bucket, key, contentType }, body, signal),

    get: (key, options) => getStream({ client, bucket, key }, options),

    head: (key) => headObject({ client, bucket, key }),

    presignGet: (key, options) => presignGet({ client: signer, bucket, key }, options),

    presignPut: (key, upload) =>
      presignPut({ client: signer, bucket, key }, upload, options.encryption),

    async getText(key) {
      try {
        return await text(await storage.get(key));
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.kind === 'not_found') return null;
        throw thrown;
      }
    },

    async putText(key, content, contentType) {
      const object = {
        Bucket: bucket,
        Key: key,
        ContentType: contentType,
        Body: Buffer.from(content),
      };
      await answered(bucket, client.send(new PutObjectCommand(object)));
    },

    async download(key, path, signal) {
      await pipeline(await storage.get(key, { signal }), createWriteStream(path));
    },

    upload: (path, key, options) => storage.put(key, createReadStream(path), options),

    async delete(keys) {
      for (let start = 0; start < keys.length; start += deletesAtOnce) {
        const batch = keys.slice(start, start + deletesAtOnce);
        const requests = batch.map((Key) =>
          client.send(new DeleteObjectCommand({ Bucket: bucket, Key })),
        );
        await answered(bucket, Promise.all(requests));
      }
    },

    async *list(prefix, after) {
      let marker = after;
      for (let more = true; more;) {
        const page = { Bucket: bucket, Prefix: prefix, Marker: marker };
        // The first version of the request: its marker is a key, not a token that s3rver cannot make.
        const answer = await answered(bucket, client.send(new ListObjectsCommand(page)));
        const found = (answer.Contents ?? []).flatMap(({ Key: key, LastModified: lastModified }) =>
          key === undefined || lastModified === undefined ? [] : { key, lastModified },
        );
        if (found.length > 0) yield found;
        marker = found.at(-1)?.key;
        more = answer.IsTruncated === true && found.length > 0;
      }
    },

    async listKeys(prefix) {
      const keys: string[] = [];
      for await (const page of storage.list(prefix)) keys.push(...page.map(({ key }) => key));
      return keys;
    },

    abortUploads: (prefix) => abortUploads(client, bucket, prefix),

    async ping() {
      await answered(bucket, client.send(new HeadBucketCommand({ Bucket: bucket })));
    },

    close: () => {
      client.destroy();
      signer.destroy();
    },
  };
  return storage;
}
