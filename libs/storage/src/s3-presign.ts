import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Encryption, ObjectSource } from './s3-client.ts';
import { answered } from './s3-errors.ts';
import type { PresignedUpload, PresignedUrl, PresignOptions, UploadOptions } from './types.ts';

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
  return { url, expiresAt: await expiryOf({ client, bucket }, signedAt, expiresInSeconds) };
}

/**
 * Signs an address to write one object, together with its length, type and checksum.
 * @param encryption as the client that signs writes with.
 */
export async function presignPut(
  { client, bucket, key }: ObjectSource,
  { expiresInSeconds, contentType, sizeBytes, sha256 }: UploadOptions,
  encryption?: Encryption,
): Promise<PresignedUpload> {
  const signedAt = new Date();
  const checksum = Buffer.from(sha256, 'hex').toString('base64');
  const request = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    ContentType: contentType,
    ContentLength: sizeBytes,
    ChecksumSHA256: checksum,
  });
  const options = {
    expiresIn: expiresInSeconds,
    signingDate: signedAt,
    // As a parameter of the address it would be no checksum of the body to every server.
    unhoistableHeaders: new Set([checksumHeader]),
    signableHeaders: new Set(['content-type']),
  };
  const url = await answered(bucket, getSignedUrl(client, request, options));
  const headers = {
    'Content-Type': contentType,
    'Content-Length': String(sizeBytes),
    [checksumHeader]: checksum,
    ...encryptionHeaders(encryption),
  };
  return {
    url,
    headers,
    expiresAt: await expiryOf({ client, bucket }, signedAt, expiresInSeconds),
  };
}

const checksumHeader = 'x-amz-checksum-sha256';

/** The SDK signs them as headers, so whoever uses the address sends them. */
const encryptionHeaders = (encryption: Encryption | undefined): Record<string, string> => ({
  ...(encryption && { 'x-amz-server-side-encryption': encryption.algorithm }),
  ...(encryption?.kmsKeyId !== undefined && {
    'x-amz-server-side-encryption-aws-kms-key-id': encryption.kmsKeyId,
  }),
});

async function expiryOf(
  { client, bucket }: Omit<ObjectSource, 'key'>,
  signedAt: Date,
  expiresInSeconds: number,
): Promise<Date> {
  const { expiration } = await answered(bucket, client.config.credentials());
  // A signature carries whole seconds.
  const asked = (Math.floor(signedAt.getTime() / 1_000) + expiresInSeconds) * 1_000;
  return new Date(Math.min(asked, expiration?.getTime() ?? Infinity));
}
