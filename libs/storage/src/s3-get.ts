import { addAbortSignal, PassThrough, Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { AppError } from '@memo/errors';
import type { ObjectSource } from './s3-client.ts';
import { answered, toStorageError } from './s3-errors.ts';
import type { GetOptions } from './types.ts';

/**
 * The bytes of an object, or of a range of it. A connection that breaks half-way, or falls silent for `maxSilenceMs`,
 * fails the stream as `unavailable`.
 */
export async function getStream(
  { client, bucket, key }: ObjectSource,
  { range, etag, signal }: GetOptions = {},
  maxSilenceMs = 30_000,
): Promise<Readable> {
  const wanted = {
    Bucket: bucket,
    Key: key,
    ...(range && { Range: `bytes=${range.start}-${range.end}` }),
  };
  const request = client.send(new GetObjectCommand(wanted), {
    ...(signal && { abortSignal: signal }),
  });
  const { Body, ContentLength, ETag } = await answered(bucket, request);
  if (!(Body instanceof Readable)) throw new AppError('internal', 'S3 answered no stream.');
  // Checked here and not by If-Match, which not every compatible server knows.
  const replaced = etag !== undefined && ETag !== etag;
  const length = range && range.end - range.start + 1;
  // A server may ignore a range and send more; s3rver does for bytes=0-0.
  const surplus = length !== undefined && ContentLength !== length;
  const otherBytes = surplus && (range?.start !== 0 || (ContentLength ?? 0) < length);
  if (replaced || otherBytes) {
    Body.destroy();
    throw replaced
      ? new AppError('unavailable', 'The stored file was replaced just now. Try again.')
      : new AppError('internal', 'S3 answered other bytes than asked for.');
  }

  const stream = new PassThrough();
  if (signal) addAbortSignal(signal, stream);
  Body.on('error', (error) => stream.destroy(toStorageError(error, bucket)));
  // The SDK's time limit ends with the headers; a body that falls silent would be waited for without end.
  const silence = setTimeout(() => {
    // A slow reader makes a silence of its own, which is none of the storage's.
    if (Body.isPaused()) silence.refresh();
    else
      stream.destroy(
        new AppError('unavailable', 'The file storage fell silent.', { away: 'storage' }),
      );
  }, maxSilenceMs);
  Body.on('data', () => silence.refresh());
  // A reader that goes away early must not keep the connection.
  stream.on('close', () => {
    clearTimeout(silence);
    Body.destroy();
  });
  Body.pipe(stream);
  if (!surplus) return stream;
  const part = Readable.from(firstBytes(stream, length));
  // A stream that is given up before it was read does not begin the loop that would end its source.
  part.once('close', () => stream.destroy());
  return part;
}

async function* firstBytes(source: AsyncIterable<Buffer>, length: number): AsyncIterable<Buffer> {
  let left = length;
  for await (const bytes of source) {
    yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) return;
  }
}
