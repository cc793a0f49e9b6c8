/** The S3 server in a process of its own: its file work must not stall the launcher, nor a crash of it end the stack. */
import { startS3Server } from './s3-server.ts';
import type { S3Options } from './s3.ts';

process.once('message', (options: S3Options) => {
  void startS3Server(options).then(() => process.send?.('ready'));
});
