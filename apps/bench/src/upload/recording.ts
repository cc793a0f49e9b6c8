import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const headerBytes = 44;
const blockBytes = 1024 * 1024;
const sampleRate = 16_000;
const bytesPerSecond = sampleRate * 2;

/** Writes a 16 kHz mono WAV of that many bytes, full of noise, and returns its path. */
export async function writeRecording(directory: string, bytes: number): Promise<string> {
  const path = join(directory, `${bytes}.wav`);
  await pipeline(noise(bytes), createWriteStream(path));
  return path;
}

/** The size of a recording that plays for so long. */
export const recordingBytes = (seconds: number): number => headerBytes + seconds * bytesPerSecond;

function* noise(bytes: number): Generator<Buffer> {
  yield wavHeader(bytes);
  const block = randomBytes(blockBytes);
  for (let left = bytes - headerBytes; left > 0; left -= blockBytes) {
    yield block.subarray(0, left);
  }
}

function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(bytes - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(bytesPerSecond, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes - headerBytes, 40);
  return header;
}
