import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { AppError } from '@memo/errors';
import type { ObjectSource } from './s3-client.ts';
import { toHeadError } from './s3-errors.ts';
import type { ObjectHead } from './types.ts';

/** Size and version of an object, without its bytes. */
export async function headObject({ client, bucket, key }: ObjectSource): Promise<ObjectHead> {
  try {
    const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const { ContentLength: sizeBytes, ETag: etag } = answer;
    if (sizeBytes !== undefined && etag !== undefined) return { sizeBytes, etag };
  } catch (thrown) {
    throw toHeadError(thrown, bucket);
  }
  throw new AppError('internal', 'S3 answered without a size or an entity tag.');
}
