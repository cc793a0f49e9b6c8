import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { answered, statusOf } from './s3-errors.ts';

const abortTimeoutMs = 10_000;

export interface ObjectTarget {
  client: S3Client;
  bucket: string;
  key: string;
  contentType: string;
}

export interface MultipartUpload {
  /** Parts count from 1 and may be sent side by side. */
  sendPart(number: number, bytes: Buffer): Promise<CompletedPart>;
  complete(parts: CompletedPart[]): Promise<void>;
  /** Frees the parts, once none is in flight. */
  abort(): Promise<void>;
}

/** Opens an S3 multipart upload. Its parts cost money until it is completed or aborted. */
export async function openMultipartUpload({
  client,
  bucket,
  key,
  contentType,
}: ObjectTarget): Promise<MultipartUpload> {
  const object = { Bucket: bucket, Key: key };
  const open = new CreateMultipartUploadCommand({ ...object, ContentType: contentType });
  const { UploadId } = await answered(bucket, client.send(open));

  return {
    async sendPart(number, bytes) {
      const part = { ...object, UploadId, PartNumber: number, Body: bytes };
      const { ETag } = await answered(bucket, client.send(new UploadPartCommand(part)));
      return { PartNumber: number, ETag };
    },
    async complete(parts) {
      const upload = { ...object, UploadId, MultipartUpload: { Parts: parts } };
      await answered(bucket, client.send(new CompleteMultipartUploadCommand(upload)));
    },
    async abort() {
      await answered(
        bucket,
        client.send(new AbortMultipartUploadCommand({ ...object, UploadId }), {
          abortSignal: AbortSignal.timeout(abortTimeoutMs),
        }),
      );
    },
  };
}

/** What a server answers that cannot list uploads, or does not let us. */
const notListed: ReadonlySet<number | undefined> = new Set([403, 405, 501]);

/** Frees the parts of every upload under the prefix, wherever they may be listed. */
export async function abortUploads(
  client: S3Client,
  bucket: string,
  prefix: string,
): Promise<void> {
  const list = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix });
  const listing = client.send(list).catch((thrown: unknown) => {
    if (notListed.has(statusOf(thrown))) return { Uploads: [] };
    throw thrown;
  });
  const { Uploads: uploads = [] } = await answered(bucket, listing);
  for (const { Key, UploadId } of uploads) {
    const abort = new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId });
    await answered(bucket, client.send(abort));
  }
}
