import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@memo/errors';

/**
 * Silence before the audio, in ms. Where speech begins with the first sample, PocketSphinx times all of the first
 * utterance too late, by seconds (5prealpha; 200 ms are not enough, 500 ms are).
 */
export const leadInMs = 500;

const bytesPerMs = 32;
const chunkHeaderBytes = 8;

/**
 * Copies a 16 kHz mono 16-bit WAV with the lead-in before its samples.
 * @throws AppError `invalid_input` when it is not there.
 */
export async function withLeadIn(wavPath: string, outputPath: string): Promise<void> {
  const { position, header } = await headOf(wavPath).catch((cause: unknown) => {
    throw new AppError('invalid_input', 'The recording to transcribe is not there.', { cause });
  });
  async function* bytes() {
    yield header;
    yield Buffer.alloc(leadInMs * bytesPerMs);
    yield* createReadStream(wavPath, { start: position }) as AsyncIterable<Buffer>;
  }
  await pipeline(bytes, createWriteStream(outputPath));
}

/** All up to the samples, with the sizes they then have. */
async function headOf(wavPath: string): Promise<{ position: number; header: Buffer }> {
  await using file = await open(wavPath);
  const head = Buffer.alloc(4096);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const data = head.subarray(0, bytesRead).indexOf('data');
  if (data < 0) return { position: 0, header: Buffer.alloc(0) };
  const position = data + chunkHeaderBytes;
  const header = Buffer.from(head.subarray(0, position));
  const { size } = await file.stat();
  const dataBytes = size - position + leadInMs * bytesPerMs;
  header.writeUInt32LE(position - chunkHeaderBytes + dataBytes, 4);
  header.writeUInt32LE(dataBytes, data + 4);
  return { position, header };
}
