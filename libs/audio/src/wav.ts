import { open, type FileHandle } from 'node:fs/promises';

/** What the pipeline works on: enough for speech, and what every recognizer accepts. */
const samplesPerMs = 16;
const bytesPerMs = samplesPerMs * 2;

/** ffmpeg's output options for 16 kHz mono 16-bit WAV. */
export const wavOutput = ['-ar', '16000', '-ac', '1', '-c:a', 'pcm_s16le', '-f', 'wav'];

/** Length of the samples in a WAV made with wavOutput, in whole milliseconds. */
export async function wavDurationMs(path: string): Promise<number> {
  await using file = await open(path);
  const { size } = await file.stat();
  return Math.floor((await dataBytes(file, size)) / bytesPerMs);
}

/** Walks the RIFF chunks; `data` is counted as far as the file really goes. */
async function dataBytes(file: FileHandle, fileSize: number): Promise<number> {
  const header = Buffer.alloc(8);
  let position = 12;
  while (position + header.length <= fileSize) {
    await file.read(header, 0, header.length, position);
    position += header.length;
    const declared = header.readUInt32LE(4);
    if (header.toString('latin1', 0, 4) === 'data') return Math.min(declared, fileSize - position);
    position += declared + (declared % 2);
  }
  return 0;
}
