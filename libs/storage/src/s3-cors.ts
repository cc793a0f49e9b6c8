import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { createS3Client, type S3Options } from './s3-client.ts';
import { statusOf, toStorageError } from './s3-errors.ts';

/** How long a browser keeps the answer to its question. */
const preflightSeconds = 600;

/** What a server answers that has no CORS rules of its own. */
const notKnown: ReadonlySet<number | undefined> = new Set([405, 501]);

export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders: string[];
  ExposeHeaders: string[];
  MaxAgeSeconds: number;
}

/** What pages of these origins may do with the bucket: send recordings, and play them. */
export const corsRule = (origins: readonly string[]): CorsRule => ({
  AllowedOrigins: origins.map((one) => (one === '*' ? one : new URL(one).origin)),
  AllowedMethods: ['GET', 'HEAD', 'PUT'],
  AllowedHeaders: ['*'],
  ExposeHeaders: ['ETag'],
  MaxAgeSeconds: preflightSeconds,
});

/**
 * Lets web pages of these origins use presigned addresses of the bucket, and no others.
 * @returns false where the server knows no such rules.
 * @throws AppError `unavailable` or `misconfigured`.
 */
export async function allowOrigins(
  options: S3Options,
  origins: readonly [string, ...string[]],
): Promise<boolean> {
  const client = createS3Client(options);
  const rules = { CORSRules: [corsRule(origins)] };
  try {
    await client.send(
      new PutBucketCorsCommand({ Bucket: options.bucket, CORSConfiguration: rules }),
    );
    return true;
  } catch (thrown) {
    if (notKnown.has(statusOf(thrown))) return false;
    throw toStorageError(thrown, options.bucket);
  } finally {
    client.destroy();
  }
}
