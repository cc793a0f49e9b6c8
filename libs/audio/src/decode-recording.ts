import { createDecodeSources, type DecodedSources } from './decode.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLimits } from './limits.ts';
import { sortedCount } from './channels.ts';
import type { TrackSource } from './types.ts';
import { playbackOf } from './playable.ts';
import { atOnce } from './at-once.ts';
import type { AudioTrack, RecordingReport } from './recording-report.ts';
import { believableMs } from './declared-length.ts';
import type { AudioTools, DecodedSide } from './types.ts';
import { blamingRecordings, decodes, undecodable } from './undecodable.ts';

/** OBS writes six at most. Those beyond are named like those that do not decode. */
export const mostTracks = 8;

/** Reads a stranger's file; every later step towards the transcript reads what this wrote. */
export function createDecodeRecording(
  ffmpeg: Ffmpeg,
  limits: AudioLimits,
): AudioTools['decodeRecording'] {
  const decodeSources = createDecodeSources(ffmpeg, limits);

  return async (inputPath, outputPath, { apart }, signal) => {
    const { report, written } = await atOnce(ffmpeg, inputPath, wavPath(outputPath, 0), signal);
    const sources = report.tracks.map((track, index) => sourceOf(inputPath, track, index));
    const heard = await decodable(sources, signal);
    if (heard.length === 0) throw undecodable(undefined);
    const groups = apart && heard.length === 2 ? heard.map((source) => [source]) : [heard];
    const decoded: DecodedSources[] = [];
    for (const [index, group] of groups.entries()) {
      const path = wavPath(outputPath, index);
      const decode = () => decodeSources(group, joinedIn(report), path, signal, written);
      decoded.push(await blamingRecordings(ffmpeg, group, signal, decode));
    }
    const isHeard = new Set(heard.map(({ track }) => track));
    return {
      container: report.container,
      tracks: report.tracks.map(({ codec, channels }, index) => {
        return { codec, channels, decoded: isHeard.has(index) };
      }),
      sides: await Promise.all(
        decoded.map(
          async (
            { sources: from, durationMs, headroomDb, gainDb, read, unplacedMs },
            index,
          ): Promise<DecodedSide> => {
            const endsEarly = read.some((one) => one.endsEarly);
            return {
              wavPath: wavPath(outputPath, index),
              durationMs,
              gainDb,
              declaredMs: await believableMs(
                inputPath,
                { ...report, endsEarly, unplacedMs },
                durationMs,
                limits.maxRecordingMs,
              ),
              played: { sources: from, gainDb: headroomDb + gainDb },
            };
          },
        ),
      ),
      playback: await playbackOf(inputPath, report, decoded),
    };
  };

  async function decodable(sources: TrackSource[], signal: AbortSignal): Promise<TrackSource[]> {
    // The only one is decoded at once; a failure is explained then.
    if (sources.length === 1) return sources;
    const found: TrackSource[] = [];
    for (const source of sources.slice(0, mostTracks)) {
      if (await decodes(ffmpeg, source, signal)) found.push(source);
    }
    return found;
  }
}

const wavPath = (outputPath: string, side: number): string => `${outputPath}-${side}.wav`;

export function sourceOf(path: string, track: AudioTrack, index: number): TrackSource {
  const channels = sortedCount(track.channels);
  return { path, track: index, channels, isWide: track.isWide, clock: 'steady' };
}

/** Containers that say when each sample is, in a unit that a change of rate does not change. */
const isStamped = ({ container, tracks }: RecordingReport): boolean =>
  container === 'matroska' ||
  container === 'mov' ||
  (container === 'ogg' && tracks.every(({ codec }) => codec === 'opus'));

/** Behind a change there may be two channels where there was one. */
export const joinedIn =
  (report: RecordingReport) =>
  (source: TrackSource): TrackSource => ({
    ...source,
    channels: Math.max(source.channels, 2),
    clock: isStamped(report) ? 'stamped' : 'counted',
  });
