import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AnnouncedBytes } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { ObjectStorage } from '@memo/storage';
import { recognizeAudio, sniffBytes, type AudioFormat } from '../../upload/audio-format.ts';
import { peek } from '../../upload/peek.ts';
import { notArrived, otherBytes } from './refusals.ts';

export interface CheckDeps {
  storage: Pick<ObjectStorage, 'head' | 'get' | 'put' | 'delete'>;
  formats: readonly AudioFormat[];
}

interface Copy {
  /** Where the client may write as long as its address is good. */
  from: string;
  /** Where it may not. @param extension of what its content is. */
  to: (extension: AudioFormat) => Promise<string>;
  announced: AnnouncedBytes;
}

export interface CheckedObject {
  objectKey: string;
  /** What the content is. */
  contentType: string;
}

/**
 * Copies what arrived to where nobody else writes, and looks at every byte on the way: what is stored there is what was
 * announced, whatever becomes of the original meanwhile. What is something else is removed.
 * @throws AppError `conflict` for bytes that are missing or others, `invalid_input` for what is no recording.
 */
export async function copyChecked(
  { storage, formats }: CheckDeps,
  { from, to, announced }: Copy,
): Promise<CheckedObject> {
  try {
    const { sizeBytes, etag } = await storage.head(from);
    if (sizeBytes !== announced.sizeBytes) throw otherSize(sizeBytes, announced);
    const { head, whole } = await peek(await storage.get(from, { etag }), sniffBytes);
    const body = Readable.from(asAnnounced(whole, announced), { objectMode: false });
    try {
      const { format, contentType } = await recognizeAudio(head, formats);
      const objectKey = await to(format);
      await storage.put(objectKey, body, { contentType });
      return { objectKey, contentType };
    } finally {
      // Also where it was refused before it was read.
      await whole.return(undefined);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'object_missing') throw notArrived(error);
    if (error.code === 'other_bytes' || error.code === 'audio_format') await storage.delete([from]);
    throw error;
  }
}

/** The same chunks. @throws AppError `conflict` instead of their end where they are others than announced. */
async function* asAnnounced(
  chunks: AsyncIterable<Buffer>,
  announced: AnnouncedBytes,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > announced.sizeBytes) throw otherSize(size, announced);
    hash.update(chunk);
    yield chunk;
  }
  if (size !== announced.sizeBytes) throw otherSize(size, announced);
  if (hash.digest('hex') !== announced.sha256) throw otherBytes('its SHA-256 is another');
}

const otherSize = (size: number, { sizeBytes }: AnnouncedBytes): AppError =>
  otherBytes(`${sizeBytes} bytes were, and it has ${size > sizeBytes ? 'more' : size}`);
