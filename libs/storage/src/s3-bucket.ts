import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createS3Client, type S3Options } from './s3-client.ts';
import { toStorageError } from './s3-errors.ts';

/** Whose it is says the next request to it. */
const isThere: ReadonlySet<unknown> = new Set(['BucketAlreadyOwnedByYou', 'BucketAlreadyExists']);

/**
 * Makes the bucket of a server of one's own. One that is there is left as it is.
 * @returns whether it was made.
 * @throws AppError `unavailable` or `misconfigured`.
 */
export async function createBucket(options: S3Options): Promise<boolean> {
  const client = createS3Client(options);
  try {
    await client.send(new CreateBucketCommand({ Bucket: options.bucket }));
    return true;
  } catch (thrown) {
    if (isThere.has((thrown as { name?: unknown }).name)) return false;
    throw toStorageError(thrown, options.bucket);
  } finally {
    client.destroy();
  }
}
