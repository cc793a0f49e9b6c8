import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectSource } from './s3-client.ts';
import { answered } from './s3-errors.ts';
import type { PresignedUrl, PresignOptions } from './types.ts';

/** Signs an address to read one object; nothing is sent for it. */
export async function presignGet(
  { client, bucket, key }: ObjectSource,
  { expiresInSeconds, signedAt, contentType, contentDisposition }: PresignOptions,
): Promise<PresignedUrl> {
  const request = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ResponseContentType: contentType,
    ResponseContentDisposition: contentDisposition,
  });
  const options = { expiresIn: expiresInSeconds, signingDate: signedAt };
  const url = await answered(bucket, getSignedUrl(client, request, options));
  const { expiration } = await answered(bucket, client.config.credentials());
  // A signature carries whole seconds.
  const asked = (Math.floor(signedAt.getTime() / 1_000) + expiresInSeconds) * 1_000;
  return { url, expiresAt: new Date(Math.min(asked, expiration?.getTime() ?? Infinity)) };
}
