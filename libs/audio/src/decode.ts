import { AppError } from '@memo/errors';
import { sortChannels } from './channels.ts';
import { keepClock } from './clock.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLimits } from './limits.ts';
import { createLoudnessReader, loudnessFilter } from './loudness.ts';
import { createObserver, createReadMono, monoFormat, type ReadSamples } from './mono-samples.ts';
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
  /** How much of its long gaps has no room in what is accepted: behind them, times are this much too early at most. */
  unplacedMs: number;
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
  const { read, onLine: observe } = createObserver();
  const filters = [sortChannels(1), keepClock(rate), ...measured(headroomDb)].join(',');
  const job = {
    inputs: [path],
    output: ['-map', `0:a:${track}`, '-af', filters, ...wavOutput],
    outputPath,
    detail: 'verbose' as const,
    onLine: (line: string) => {
      loudness.onLine(line);
      observe(line);
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
    if (sources.length === 1 && only !== undefined && isPlain(only)) {
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
    const placed = placeGaps(
      sources,
      read,
      limits.maxRecordingMs - (await wavDurationMs(outputPath)),
    );
    if (placed.isAny) {
      ({ sources } = placed);
      ({ loudness, read } = await write(sources, 0, outputPath, signal));
    }
    const headroomDb = loudness.headroomDb(sources.some(({ isWide }) => isWide));
    if (headroomDb !== 0) ({ loudness } = await write(sources, headroomDb, outputPath, signal));
    const durationMs = await wavDurationMs(outputPath);
    if (durationMs > limits.maxRecordingMs) throw tooLong(limits);
    const gainDb = loudness.gainDb(durationMs);
    return { sources, durationMs, headroomDb, gainDb, read, unplacedMs: placed.unplacedMs };
  };
}

const isPlain = ({ channels, clock, longGaps = [] }: TrackSource): boolean =>
  channels === 1 && clock === 'steady' && longGaps.length === 0;

/** Tracks with their long gaps, as far as there is room for them. */
function placeGaps(
  sources: readonly TrackSource[],
  read: readonly ReadSamples[],
  roomMs: number,
): { sources: TrackSource[]; isAny: boolean; unplacedMs: number } {
  let [isAny, mostUnplacedMs] = [false, 0];
  const withGaps = sources.map((source, index) => {
    let [placedMs, unplacedMs] = [0, 0];
    const longGaps = (read[index]?.longGaps ?? []).filter(({ ms }) => {
      const fits = placedMs + ms <= roomMs;
      if (fits) placedMs += ms;
      else unplacedMs += ms;
      return fits;
    });
    isAny ||= longGaps.length > 0;
    mostUnplacedMs = Math.max(mostUnplacedMs, unplacedMs);
    return longGaps.length > 0 ? { ...source, longGaps } : source;
  });
  return { sources: withGaps, isAny, unplacedMs: mostUnplacedMs };
}

/** Refused rather than cut: the end of a meeting must not vanish without a word. */
const tooLong = (limits: AudioLimits): AppError =>
  new AppError(
    'too_large',
    `The recording is longer than ${limits.maxRecordingMs / 3_600_000} hours. Please split it and upload the parts.`,
    { code: 'audio_too_long' },
  );
