/** The bare limit of an upload: the AWS SDK alone, from the disk to the S3 server. */
import { createReadStream } from 'node:fs';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ServerSettings } from '../memo/servers.ts';
import { scriptInput } from '../processes/run-script.ts';

export interface SendWithSdk {
  settings: ServerSettings;
  path: string;
  /** Sent first and not timed, so that a cold process is not compared with a warm one. */
  warmUpPath: string;
}

export interface SentWithSdk {
  tookMs: number;
}

const { settings, path, warmUpPath } = scriptInput() as SendWithSdk;
const client = new S3Client({
  region: settings.AWS_REGION,
  endpoint: settings.S3_ENDPOINT,
  forcePathStyle: true,
  credentials: {
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
  },
  // As the product sets them; s3rver understands no others.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  expectContinueHeader: false,
});

async function send(file: string): Promise<number> {
  const object = { Bucket: settings.S3_BUCKET_NAME, Key: 'bench-baseline' };
  const startedAt = Date.now();
  await new Upload({ client, params: { ...object, Body: createReadStream(file) } }).done();
  const tookMs = Date.now() - startedAt;
  await client.send(new DeleteObjectCommand(object));
  return tookMs;
}

await send(warmUpPath);
const result: SentWithSdk = { tookMs: await send(path) };
console.log(JSON.stringify(result));
