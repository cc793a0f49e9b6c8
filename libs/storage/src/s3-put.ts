import { createHash } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import { PutObjectCommand, type CompletedPart } from '@aws-sdk/client-s3';
import { toAppError } from '@memo/errors';
import { cutParts } from './parts.ts';
import { answered } from './s3-errors.ts';
import { openMultipartUpload, type MultipartUpload, type ObjectTarget } from './s3-multipart.ts';
import type { StoredObject } from './types.ts';

/** The least S3 takes for a part; with its 10,000 parts an object may have 48 GiB. */
const partBytes = 5 * 1024 * 1024;
/** A buffer begins with this, and grows with what arrives. */
const firstBytes = 64 * 1024;
/** One buffer is filled while the others are in flight: 15 MiB is all an upload holds. */
const buffersPerUpload = 3;

/**
 * Uploads a stream in parts from buffers that are filled again and again. The SDK's own `Upload` joins and cuts
 * new buffers for every part, which held 55 to 90 MiB more, and it rejects before its abort has happened.
 */
export async function putStream(
  target: ObjectTarget,
  body: Readable,
  signal?: AbortSignal,
): Promise<StoredObject> {
  const { client, bucket, key, contentType } = target;
  if (signal) addAbortSignal(signal, body);

  const hash = createHash('sha256');
  let sizeBytes = 0;
  let upload: MultipartUpload | undefined;
  const sent: Promise<CompletedPart>[] = [];
  const buffers: Buffer[] = [];
  const nextBuffer = async () => {
    // The SDK reads a part's buffer, and reads it again on a retry, until the part is answered.
    await sent[sent.length - buffersPerUpload];
    return buffers[sent.length % buffersPerUpload] ?? Buffer.allocUnsafeSlow(firstBytes);
  };

  try {
    for await (const bytes of cutParts(body, partBytes, nextBuffer)) {
      hash.update(bytes);
      sizeBytes += bytes.length;
      if (sent.length === 0 && bytes.length < partBytes) {
        const whole = { Bucket: bucket, Key: key, ContentType: contentType, Body: bytes };
        await answered(bucket, client.send(new PutObjectCommand(whole)));
        continue;
      }
      upload ??= await openMultipartUpload(target);
      if (bytes.length === partBytes) buffers[sent.length % buffersPerUpload] = bytes;
      const part = upload.sendPart(sent.length + 1, bytes);
      // A slow source must not hide the failure until its next bytes.
      part.catch((thrown: unknown) => body.destroy(toAppError(thrown)));
      sent.push(part);
    }
    if (upload) {
      const parts = await Promise.all(sent);
      signal?.throwIfAborted();
      await upload.complete(parts);
    }
  } catch (thrown) {
    // Not cancelled but waited for: S3 keeps a part that it finishes after the abort.
    await Promise.allSettled(sent);
    // The first failure is the one that counts; what a failed abort leaves is for the bucket's lifecycle rule.
    await upload?.abort().catch(() => undefined);
    signal?.throwIfAborted();
    throw thrown;
  }
  return { key, sizeBytes, sha256: hash.digest('hex') };
}
