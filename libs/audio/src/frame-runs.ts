import { open, type FileHandle } from 'node:fs/promises';

/** Frames one right behind the other: the only way to know a stream that has no signature. */
export interface FrameRun {
  kind: 'mp3' | 'aac';
  position: number;
  end: number;
}

/** Kilobits a second of layer III, by index: ISO 11172-3 and 13818-3. */
const bitrates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const rates = [44_100, 48_000, 32_000] as const;

/** Three headers, each where the one before says, are in noise once in 4 TB. */
const fewestFrames = 3;

/** Far more than anybody puts in a row; a forged file could hold millions. */
const mostRuns = 1000;

/** Read at once; a frame is 8 kB at most. */
const windowBytes = 1024 * 1024;
const overlapBytes = 64 * 1024;

const headerBytes = 7;

/** The frame that begins here: its kind and length; null where none does. */
function frameAt(bytes: Buffer, at: number): { kind: FrameRun['kind']; length: number } | null {
  const [first = 0, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first !== 0xff || second < 0xe0) return null;
  // ADTS: a sync of 12 bits, and layer 0: ISO 13818-7.
  if ((second & 0xf6) === 0xf0) {
    if (at + headerBytes > bytes.length || ((third >> 2) & 15) > 12) return null;
    const length = ((bytes.readUIntBE(at + 3, 3) >> 5) & 0x1fff) >>> 0;
    return length > headerBytes ? { kind: 'aac', length } : null;
  }
  const version = (second >> 3) & 3;
  const [bitrate, rate, padding] = [third >> 4, (third >> 2) & 3, (third >> 1) & 1];
  if ((second & 6) !== 2 || version === 1 || rate === 3) return null;
  const [isFirst, divisor] = [version === 3, version === 3 ? 1 : version === 2 ? 2 : 4];
  const kilobits = bitrates[isFirst ? 0 : 1][bitrate] ?? 0;
  if (kilobits === 0) return null;
  const samplesRate = (rates[rate] ?? 0) / divisor;
  const length = Math.floor(((isFirst ? 144 : 72) * kilobits * 1000) / samplesRate) + padding;
  return { kind: 'mp3', length };
}

/** Whether frames begin here, as many as cannot be chance. */
function runAt(bytes: Buffer, from: number): FrameRun['kind'] | null {
  let at = from;
  let kind: FrameRun['kind'] | null = null;
  for (let frame = 0; frame < fewestFrames; frame += 1) {
    const found = frameAt(bytes, at);
    if (found === null || (kind !== null && found.kind !== kind)) return null;
    ({ kind } = found);
    at += found.length;
  }
  return kind;
}

/** Of what frames begin here, as many as cannot be chance; null where none do. */
export async function framesAt(
  file: FileHandle,
  position: number,
): Promise<FrameRun['kind'] | null> {
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(overlapBytes),
    0,
    overlapBytes,
    position,
  );
  return runAt(buffer.subarray(0, bytesRead), 0);
}

/** All runs of MP3 and AAC frames in a file, in order. Reads all of it. */
export async function frameRuns(path: string): Promise<FrameRun[]> {
  await using file = await open(path);
  const found: FrameRun[] = [];
  const buffer = Buffer.alloc(windowBytes);
  let run: FrameRun | null = null;
  for (let position = 0; found.length < mostRuns;) {
    const { bytesRead } = await file.read(buffer, 0, windowBytes, position);
    const bytes = buffer.subarray(0, bytesRead);
    const isLast = bytesRead < windowBytes;
    // So far it can be told what is there without what comes behind.
    const sure = isLast ? bytesRead : bytesRead - overlapBytes;
    let at = 0;
    while (at < sure && found.length < mostRuns) {
      const frame = run === null ? null : frameAt(bytes, at);
      if (run !== null && frame?.kind === run.kind) {
        at += frame.length;
        continue;
      }
      if (run !== null) found.push({ ...run, end: position + at });
      run = null;
      at = bytes.indexOf(0xff, at);
      if (at === -1 || at >= sure) at = sure;
      else {
        const kind = runAt(bytes, at);
        if (kind === null) at += 1;
        else run = { kind, position: position + at, end: 0 };
      }
    }
    position += at;
    if (!isLast) continue;
    if (run !== null) found.push({ ...run, end: position });
    break;
  }
  return found;
}

/** The size in the head of an ID3 tag: 7 bits a byte. */
export const tagBytes = (head: Buffer): number =>
  [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((head[at] ?? 0) & 0x7f), 0);
