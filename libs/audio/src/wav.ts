import { open, type FileHandle } from 'node:fs/promises';

/** What the pipeline works on: enough for speech, and what every recognizer accepts. */
const samplesPerMs = 16;
export const bytesPerMs = samplesPerMs * 2;

/** ffmpeg's output options for 16 kHz mono 16-bit WAV. */
export const wavOutput = ['-ar', '16000', '-ac', '1', '-c:a', 'pcm_s16le', '-f', 'wav'];

/** Far more chunks than a recorder writes; a forged file could hold millions of empty ones. */
const maxChunks = 1000;

interface WavData {
  /** Where the samples begin. */
  position: number;
  declaredBytes: number;
  /** Declared in 64 bits, so that no size stands for "unknown". */
  isLong: boolean;
  /** As far as the file really goes. */
  bytes: number;
  /** As the format chunk before them says; 0 where there is none. */
  bytesPerSecond: number;
}

/** Length of the samples in a WAV made with wavOutput, in whole milliseconds. */
export async function wavDurationMs(path: string): Promise<number> {
  await using file = await open(path);
  return Math.floor(((await findWavData(file))?.bytes ?? 0) / bytesPerMs);
}

/** Walks the RIFF chunks of a WAV that begins at `from`; null where there is no `data`. */
export async function findWavData(file: FileHandle, from = 0): Promise<WavData | null> {
  const { size } = await file.stat();
  const header = Buffer.alloc(8);
  const format = Buffer.alloc(12);
  const sizes = Buffer.alloc(16);
  let position = from + 12;
  for (let chunk = 0; chunk < maxChunks && position + header.length <= size; chunk += 1) {
    await file.read(header, 0, header.length, position);
    position += header.length;
    const declaredBytes = header.readUInt32LE(4);
    const id = header.toString('latin1', 0, 4);
    if (id === 'fmt ') await file.read(format, 0, format.length, position);
    if (id === 'ds64') await file.read(sizes, 0, sizes.length, position);
    if (id === 'data') {
      // RF64 and BW64 say here that the size is in `ds64`: that of the file, then that of the samples.
      const is64 = declaredBytes === 0xffff_ffff && sizes.some((byte) => byte !== 0);
      const declared = is64 ? Number(sizes.readBigUInt64LE(8)) : declaredBytes;
      return {
        position,
        declaredBytes: declared,
        isLong: is64,
        bytes: Math.max(Math.min(declared, size - position), 0),
        bytesPerSecond: format.readUInt32LE(8),
      };
    }
    position += declaredBytes + (declaredBytes % 2);
  }
  return null;
}

/** The header wavOutput stands for, before this many bytes of samples. */
export function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerMs * 1000, 24);
  header.writeUInt32LE(bytesPerMs * 1000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
