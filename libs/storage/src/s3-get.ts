import { addAbortSignal, PassThrough, Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { AppError } from '@memo/errors';
import { answered, toStorageError } from './s3-errors.ts';

interface ObjectSource {
  client: S3Client;
  bucket: string;
  key: string;
}

/**
 * The bytes of an object. A connection that breaks half-way, or falls silent for `maxSilenceMs`, fails the stream as
 * `unavailable`.
 */
export async function getStream(
  { client, bucket, key }: ObjectSource,
  signal?: AbortSignal,
  maxSilenceMs = 30_000,
): Promise<Readable> {
  const request = client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
    ...(signal && { abortSignal: signal }),
  });
  const { Body } = await answered(bucket, request);
  if (!(Body instanceof Readable)) throw new AppError('internal', 'S3 answered no stream.');

  const stream = new PassThrough();
  if (signal) addAbortSignal(signal, stream);
  Body.on('error', (error) => stream.destroy(toStorageError(error, bucket)));
  // The SDK's time limit ends with the headers; a body that falls silent would be waited for without end.
  const silence = setTimeout(() => {
    // A slow reader makes a silence of its own, which is none of the storage's.
    if (Body.isPaused()) silence.refresh();
    else stream.destroy(new AppError('unavailable', 'The file storage fell silent.'));
  }, maxSilenceMs);
  Body.on('data', () => silence.refresh());
  // A reader that goes away early must not keep the connection.
  stream.on('close', () => {
    clearTimeout(silence);
    Body.destroy();
  });
  return Body.pipe(stream);
}
