import { open } from 'node:fs/promises';
import type { DecodedSources } from './decode.ts';
import { readingOf } from './readable-ranges.ts';
import type { RecordingReport } from './recording-report.ts';
import type { Playback } from './types.ts';

/** What browsers decode (MDN, "Web audio codec guide"). Telephone codecs, ALAC and AMR are not among it. */
const playedByBrowsers = new Set([
  ...['aac', 'mp3', 'opus', 'vorbis', 'flac'],
  ...['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_f32le'],
]);

/** Two microphones in one room cancel for a moment now and then; who plays that in stereo hears no difference. */
const mostTurned = 0.01;

/** Holds the index of a WebM file or the reference to it, and what says that an MP4 file is in fragments. */
const headBytes = 64 * 1024;

/** WAV beyond 4 GB, which not every browser knows. */
const longWavs = new Set(['RF64', 'BW64']);

/** Matroska by another name is played by none. */
const webmType = 'webm';
const cuesId = Buffer.from([0x1c, 0x53, 0xbb, 0x6b]);
const fragmentsId = Buffer.from('mvex');

/**
 * How a recording is to be played: as it is where a player can play and seek it and hears in it what was transcribed,
 * with its sound copied where only the container is in the way, else encoded anew.
 */
export async function playbackOf(
  path: string,
  report: RecordingReport,
  decoded: readonly DecodedSources[],
): Promise<Playback> {
  const [track] = report.tracks;
  const isPlain =
    report.tracks.length === 1 &&
    track !== undefined &&
    track.channels <= 2 &&
    decoded.every(
      ({ sources, read, headroomDb, durationMs, unplacedMs }) =>
        headroomDb === 0 &&
        unplacedMs === 0 &&
        sources.every(({ clock, longGaps }) => clock === 'steady' && longGaps === undefined) &&
        read.every(({ turnedMs }) => turnedMs <= mostTurned * durationMs),
    );
  if (!isPlain || !playedByBrowsers.has(track.codec)) return { kind: 'encoded' };
  // A player takes the length in the header for the end, and tags between frames for sound.
  const { toItsEnd, ranges } = await readingOf(path);
  if (toItsEnd || (ranges !== null && ranges.length > 1)) return { kind: 'encoded' };
  const head = await headOf(path);
  if (longWavs.has(head.toString('latin1', 0, 4))) return { kind: 'encoded' };
  return isSeekable(head, report) ? { kind: 'original' } : { kind: 'copied', codec: track.codec };
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** Browsers record WebM and MP4 without an index. */
function isSeekable(head: Buffer, { container, streams }: RecordingReport): boolean {
  if (streams !== 1) return false;
  if (container === 'matroska') return head.includes(webmType) && head.includes(cuesId);
  return container !== 'mov' || !head.includes(fragmentsId);
}
