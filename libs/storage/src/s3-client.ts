import { S3Client } from '@aws-sdk/client-s3';

const connectionTimeoutMs = 5_000;
/** Until the answer begins: time enough for a 5 MiB part at 90 KB/s. */
const requestTimeoutMs = 60_000;
/** A download holds its connection for as long as its reader takes; the SDK's 50 would let them block uploads. */
const agent = { maxSockets: 1_000 };

export interface S3Options {
  bucket: string;
  region: string;
  /** Of an S3-compatible server; without it, AWS. */
  endpoint?: string | undefined;
  /** Where clients reach that server, when it is not where we do. */
  publicEndpoint?: string | undefined;
  /** Without them the SDK's own chain decides (IAM role, profile). */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** How the server is to encrypt what is written; its own default when absent. */
  encryption?: Encryption | undefined;
}

export interface Encryption {
  algorithm: 'AES256' | 'aws:kms';
  /** With `aws:kms`; without it, the account's own key for S3. */
  kmsKeyId?: string | undefined;
}

/** One object, and how to reach it. */
export interface ObjectSource {
  client: S3Client;
  bucket: string;
  key: string;
}

/** An S3 client that also gets along with S3-compatible servers. */
export function createS3Client(options: S3Options): S3Client {
  const { region, endpoint, credentials, encryption } = options;
  const client = new S3Client({
    region,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
    // Newer checksum trailers are refused by many compatible servers; every request is signed over its body.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // With "Expect: 100-continue" the SDK opens a new connection for every part.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  if (endpoint) signBucketRequestsWithoutSlash(client);
  if (encryption) encryptWrites(client, encryption);
  return client;
}

/** What makes an object. Parts of an upload are encrypted as its beginning says. */
const writes: ReadonlySet<string | undefined> = new Set([
  'PutObjectCommand',
  'CreateMultipartUploadCommand',
  'CopyObjectCommand',
]);

/** In one place for all there is and will be: a write that forgot it would lie in the bucket as it is. */
function encryptWrites(client: S3Client, { algorithm, kmsKeyId }: Encryption): void {
  const fields = {
    ServerSideEncryption: algorithm,
    ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }),
  };
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next(writes.has(commandName) ? { ...args, input: { ...args.input, ...fields } } : args),
    { step: 'initialize', name: 'encryptWrites' },
  );
}

/**
 * For a request about the bucket itself the SDK signs `/bucket/`. Every server takes `/bucket`, and some
 * (s3rver) compute the signature of that form only.
 */
function signBucketRequestsWithoutSlash(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (!('Key' in args.input) && hasPath(request))
        request.path = request.path.replace(/\/$/, '');
      return next(args);
    },
    { step: 'build', name: 'signBucketRequestsWithoutSlash' },
  );
}

function hasPath(request: unknown): request is { path: string } {
  return (
    typeof request === 'object' &&
    request !== null &&
    'path' in request &&
    typeof request.path === 'string'
  );
}
