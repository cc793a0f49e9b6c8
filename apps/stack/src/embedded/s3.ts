import type { CorsRule } from '@memo/storage';
import { compiledRun, mainOf } from '../compiled/main-of.ts';
import type { Part } from '../processes/supervisor.ts';
import type { Settings } from '../settings.ts';
import type { PartOptions } from './part-options.ts';

export interface S3Options {
  directory: string;
  bucket: string;
  port: number;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Where else clients reach it: the hosts, with their ports, that a proxy in front passes on. */
  publicHosts: readonly string[];
  /** Which web pages may use presigned addresses, and how; null for none. */
  cors: CorsRule | null;
}

/** The stack's own S3 server. */
export function s3Part(options: S3Options, { environment, logPath }: PartOptions): Part {
  return {
    name: 'S3 server',
    kind: 'server',
    command: process.execPath,
    args: [...(compiledRun?.flags ?? []), mainOf('apps/stack/src/embedded/s3.main.ts')],
    environment: { ...compiledRun?.settings, ...environment },
    logPath,
    message: options,
  };
}

/** How an app reaches it. */
export const s3Settings = ({ bucket, port, credentials }: S3Options): Settings => ({
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_BUCKET_NAME: bucket,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});
