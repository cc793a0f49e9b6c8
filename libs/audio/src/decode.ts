import { AppError } from '@memo/errors';
import { sortChannels } from './channels.ts';
import { keepClock } from './clock.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLimits } from './limits.ts';
import { createLoudnessReader, loudnessFilter } from './loudness.ts';
import { createReadMono, monoFormat, observe, type ReadSamples } from './mono-samples.ts';
import type { TrackSource } from './types.ts';
import { wavDurationMs, wavOutput } from './wav.ts';

const rate = 16_000;

export interface DecodedSources {
  /** As they were decoded in the end. */
  sources: TrackSource[];
  durationMs: number;
  /** Applied to what was written, in dB. */
  headroomDb: number;
  /** Brings what was written to -23 LUFS (EBU R128), in dB. */
  gainDb: number;
  read: ReadSamples[];
}

/** The track's rate or channels changed on the way: this is how it is decoded then. */
export type WhenJoined = (source: TrackSource) => TrackSource;

/** A WAV that is written, and what was seen on the way. */
export interface WrittenWav {
  loudness: ReturnType<typeof createLoudnessReader>;
  read: ReadSamples[];
}

export type DecodeSources = (
  sources: readonly TrackSource[],
  whenJoined: WhenJoined,
  outputPath: string,
  signal: AbortSignal,
  /** The first of the runs, where it is done already. */
  written?: WrittenWav,
) => Promise<DecodedSources>;

/** Writes a track of one channel in a single run. */
export async function writeMono(
  ffmpeg: Ffmpeg,
  { path, track }: Pick<TrackSource, 'path' | 'track'>,
  { headroomDb, outputPath }: { headroomDb: number; outputPath: string },
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<WrittenWav> {
  const loudness = createLoudnessReader();
  const read: ReadSamples = { turnedMs: 0, settings: 0, endsEarly: false };
  const filters = [sortChannels(1), keepClock(rate), ...measured(headroomDb)].join(',');
  const job = {
    inputs: [path],
    output: ['-map', `0:a:${track}`, '-af', filters, ...wavOutput],
    outputPath,
    detail: 'verbose' as const,
    onLine: (line: string) => {
      loudness.onLine(line);
      observe(line, read);
      onLine(line);
    },
  };
  await ffmpeg(job, signal);
  return { loudness, read: [read] };
}

function measured(headroomDb: number): string[] {
  const level = headroomDb === 0 ? [] : [`volume=${headroomDb}dB:precision=float`];
  return [...level, loudnessFilter];
}

/**
 * Tracks that are heard together, as one 16 kHz mono 16-bit WAV. It is written in one go; once more when that showed a
 * level that 16 bits do not hold, or a rate that changed on the way.
 * @throws AppError `too_large` code `audio_too_long`.
 */
export function createDecodeSources(ffmpeg: Ffmpeg, limits: AudioLimits): DecodeSources {
  const readMono = createReadMono(ffmpeg);

  async function write(
    sources: readonly TrackSource[],
    headroomDb: number,
    outputPath: string,
    signal: AbortSignal,
  ): Promise<WrittenWav> {
    const [only] = sources;
    if (sources.length === 1 && only?.channels === 1 && only.clock === 'steady') {
      return writeMono(ffmpeg, only, { headroomDb, outputPath }, () => undefined, signal);
    }
    const loudness = createLoudnessReader();
    const read = await readMono(
      sources,
      rate,
      (bytes) => {
        const inputs = { bytes, format: monoFormat(rate), from: sources.map(({ path }) => path) };
        const output = ['-af', measured(headroomDb).join(','), ...wavOutput];
        return ffmpeg({ inputs, output, outputPath, onLine: loudness.onLine }, signal);
      },
      signal,
    );
    return { loudness, read };
  }

  return async (tracks, whenJoined, outputPath, signal, written) => {
    let sources = [...tracks];
    let { loudness, read } = written ?? (await write(sources, 0, outputPath, signal));
    if (
      sources.some(({ clock }, index) => clock === 'steady' && (read[index]?.settings ?? 0) > 1)
    ) {
      sources = sources.map((source, index) =>
        (read[index]?.settings ?? 0) > 1 ? whenJoined(source) : source,
      );
      ({ loudness, read } = await write(sources, 0, outputPath, signal));
    }
    const headroomDb = loudness.headroomDb(sources.some(({ isWide }) => isWide));
    if (headroomDb !== 0) ({ loudness } = await write(sources, headroomDb, outputPath, signal));
    const durationMs = await wavDurationMs(outputPath);
    if (durationMs > limits.maxRecordingMs) throw tooLong(limits);
    return { sources, durationMs, headroomDb, gainDb: loudness.gainDb(durationMs), read };
  };
}

/** Refused rather than cut: the end of a meeting must not vanish without a word. */
const tooLong = (limits: AudioLimits): AppError =>
  new AppError(
    'too_large',
    `The recording is longer than ${limits.maxRecordingMs / 3_600_000} hours. Please split it and upload the parts.`,
    { code: 'audio_too_long' },
  );
