import { open, type FileHandle } from 'node:fs/promises';
import { frameRuns, framesAt, tagBytes } from './frame-runs.ts';
import { partStarts, type PartStart } from './part-signatures.ts';
import type { RecordingReport } from './recording-report.ts';
import { findWavData } from './wav.ts';

/** Of files that were put one behind the other. */
export interface JoinedParts {
  /** What the headers of several FLAC files say together, in ms: ffmpeg's parser may lose one without a word. */
  flacMs: number | null;
  /**
   * Parts of another form than the first, of which ffmpeg decodes nothing, in ms: as long as their header says, else as
   * long as their bytes last at the pace of the first.
   */
  otherMs: number;
  /** An MP4 file in fragments ends within one, or within what announces it. */
  endsInFragment: boolean;
}

const oggKinds = new Set(['opus', 'vorbis']);

/** Of WAVs see `behindWav`; of Matroska files ffmpeg decodes all. */
export async function joinedParts(
  path: string,
  { container, tracks }: Pick<RecordingReport, 'container' | 'tracks'>,
  decodedMs: number,
): Promise<JoinedParts> {
  await using file = await open(path);
  const { size } = await file.stat();
  const starts = await partStarts(path);
  const others: { position: number; ms: number | null }[] = [];
  const { movies, endsInFragment } =
    container === 'mov' ? await boxesOf(file, size) : { movies: [], endsInFragment: false };
  others.push(...movies);
  for (const start of starts) {
    if (await isOther(start, container, starts, file)) {
      others.push({ position: start.position, ms: await ownMs(start, file) });
    }
  }
  for (const { kind, position } of await frameRuns(path)) {
    // Other containers hold whole frames of MP3, and of AAC without their headers.
    const isOwn =
      kind === container || (kind === 'mp3' && tracks.some(({ codec }) => codec === kind));
    if (!isOwn && position > 0) others.push({ position, ms: null });
  }
  others.sort((a, b) => a.position - b.position);
  const pace = decodedMs / Math.max(others[0]?.position ?? size, 1);
  const otherMs = others.reduce((sum, { position, ms }, index) => {
    return sum + (ms ?? ((others[index + 1]?.position ?? size) - position) * pace);
  }, 0);
  const flacs = container === 'flac' ? starts.filter(({ kind }) => kind === 'flac') : [];
  const flacMs = flacs.length > 1 ? flacs.reduce((sum, { ms }) => sum + (ms ?? 0), 0) : null;
  return { flacMs, otherMs, endsInFragment };
}

async function isOther(
  { kind, position }: PartStart,
  container: string,
  starts: readonly PartStart[],
  file: FileHandle,
): Promise<boolean> {
  if (position === 0 || kind === container) return false;
  if (kind === 'mov' && container === 'mov') return false;
  if (kind === 'mp3') return isBeforeFrames(file, position, container);
  if (kind === 'wav') return (await findWavData(file, position)) !== null;
  if (!oggKinds.has(kind) || container !== 'ogg') return true;
  // Of one form they are decoded one after the other.
  return kind !== starts.find((start) => oggKinds.has(start.kind))?.kind;
}

/** Other streams have tags in their middle too; behind this one must be frames. */
async function isBeforeFrames(
  file: FileHandle,
  position: number,
  container: string,
): Promise<boolean> {
  const tag = await bytesAt(file, position, 10);
  const kind = await framesAt(file, position + 10 + tagBytes(tag));
  return kind !== null && kind !== container;
}

async function ownMs({ kind, position, ms }: PartStart, file: FileHandle): Promise<number | null> {
  const data = kind === 'wav' ? await findWavData(file, position) : null;
  if (data !== null)
    return data.bytesPerSecond === 0 ? null : (data.bytes / data.bytesPerSecond) * 1000;
  return ms;
}

/** A fragment every second for 12 hours, and its samples. */
const mostBoxes = 100_000;

/** MP4 files behind the first: of one that is not in fragments ffmpeg takes nothing. And whether the last box is whole. */
async function boxesOf(
  file: FileHandle,
  size: number,
): Promise<{ movies: { position: number; ms: null }[]; endsInFragment: boolean }> {
  const found: { position: number; ms: null; isInFragments: boolean }[] = [];
  let at = 0;
  let [hasFragments, isAnnounced, isUnknown] = [false, false, false];
  for (let box = 0; box < mostBoxes && at + 8 <= size; box += 1) {
    const header = await bytesAt(file, at, 16);
    const type = header.toString('latin1', 4, 8);
    if (type === 'ftyp' && at > 0) found.push({ position: at, ms: null, isInFragments: false });
    const last = found.at(-1);
    if (type === 'moof' && last !== undefined) last.isInFragments = true;
    hasFragments ||= type === 'moof';
    isAnnounced = type === 'moof' || (isAnnounced && type !== 'mdat');
    const short = header.readUInt32BE(0);
    const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short;
    isUnknown = length < 8;
    if (isUnknown) break;
    at += length;
  }
  return {
    movies: found.filter(({ isInFragments }) => !isInFragments),
    endsInFragment: (hasFragments && at !== size && !isUnknown) || isAnnounced,
  };
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer;
}
