import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { patientPost } from './patient-fetch.ts';

/** What a call sends: a file as it lies on disk, between other bytes where there are any. */
export interface FilePost {
  url: string;
  headers: Record<string, string>;
  filePath: string;
  before?: string;
  after?: string;
  signal: AbortSignal;
}

/** A WAV's or FLAC's type, by its name. */
export const audioType = (path: string): string =>
  extname(path) === '.flac' ? 'audio/flac' : 'audio/wav';

/** Posts a file without holding it in memory. Fails as `patientPost` does. */
export async function postFile(post: FilePost): Promise<Response> {
  const { url, headers, filePath, before = '', after = '', signal } = post;
  const { size } = await stat(filePath);
  async function* whole() {
    yield Buffer.from(before);
    yield* createReadStream(filePath) as AsyncIterable<Buffer>;
    yield Buffer.from(after);
  }
  const length = Buffer.byteLength(before) + size + Buffer.byteLength(after);
  return patientPost(url, { headers, signal, body: Readable.from(whole()), length });
}
