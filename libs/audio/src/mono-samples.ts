import { sortChannels } from './channels.ts';
import { mixChannels, type MixedChannels } from './channel-mixer.ts';
import { createGapReader, keepClock, withLongGaps, type LongGap } from './clock.ts';
import type { PipedInput } from './ffmpeg-arguments.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { Bytes } from './pipes.ts';
import { interleave, sumChannels } from './interleave.ts';
import type { TrackSource } from './types.ts';

export interface ReadSamples extends MixedChannels {
  /** How often the rate, the channels or the sample format were set: more than once in files put behind each other. */
  settings: number;
  /** ffmpeg met the end of the file before the end of its content. */
  endsEarly: boolean;
  /** Those that are closed in what was read. */
  longGaps: readonly LongGap[];
}

/** What is seen of a track while it is read, and what takes ffmpeg's report on it, at its level `verbose`. */
export function createObserver(): { read: ReadSamples; onLine: (line: string) => void } {
  const { gaps, onLine } = createGapReader();
  const read: ReadSamples = { turnedMs: 0, settings: 0, endsEarly: false, longGaps: gaps };
  return {
    read,
    onLine: (line) => {
      onLine(line);
      if (setting.test(line)) read.settings += 1;
      if (/partial file|File ended prematurely/.test(line)) read.endsEarly = true;
    },
  };
}

/** The samples of a track as one microphone would have it: 32-bit float, mono, on the recording's clock. */
export const monoFormat = (rate: number): string[] => [
  ...['-f', 'f32le', '-ar', String(rate), '-ac', '1'],
];

const floatOutput = ['-c:a', 'pcm_f32le', '-f', 'f32le'];

const setting = /^\[graph_\d+_in_\d+_\d+ @ \w+\] tb:/;

/**
 * Decodes tracks, mixes them where there are several (`together`: as channels are; `apart`: all as loud as they come), and hands the samples to `use` as they come. Everything stays
 * 32-bit float here: a recording may be far above or below full scale, and only its level says what 16 bits can hold.
 */
export type ReadMono = (
  sources: readonly (TrackSource & { gainDb?: number })[],
  rate: number,
  use: (samples: Bytes) => Promise<void>,
  signal: AbortSignal,
  mixed?: 'together' | 'apart',
) => Promise<ReadSamples[]>;

export function createReadMono(ffmpeg: Ffmpeg): ReadMono {
  return async (sources, rate, use, signal, mixed = 'together') => {
    const observers = sources.map(createObserver);
    const from = (index: number, streams: Bytes[]): Promise<void> => {
      const [source, own] = [sources[index], observers[index]];
      if (source === undefined || own === undefined) {
        const [first, ...more] = streams;
        const gains = sources.map(({ gainDb = 0 }) => 10 ** (gainDb / 20));
        const isPlain = more.length === 0 && gains[0] === 1;
        if (isPlain && first !== undefined) return use(first);
        const tracks = interleave(streams, gains);
        if (more.length === 0) return use(tracks);
        const { length: channels } = streams;
        if (mixed === 'apart') return use(sumChannels(tracks, channels));
        const form = { channels, rate, isJoined: false, isSum: true };
        return use(mixChannels(tracks, form, { turnedMs: 0 }));
      }
      return readTrack(
        source,
        rate,
        own,
        (stream) => from(index + 1, [...streams, stream]),
        signal,
      );
    };
    await from(0, []);
    return observers.map(({ read }) => read);
  };

  async function readTrack(
    source: TrackSource,
    rate: number,
    { read, onLine }: ReturnType<typeof createObserver>,
    use: (samples: Bytes) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { path, track, channels, clock, longGaps = [] } = source;
    const placed = (bytes: Bytes): Promise<void> =>
      use(longGaps.length === 0 ? bytes : withLongGaps(bytes, rate, longGaps));
    const mixed = (bytes: Bytes): Promise<void> =>
      placed(
        channels === 1
          ? bytes
          : mixChannels(bytes, { channels, rate, isJoined: clock !== 'steady' }, read),
      );
    const decode = (filters: string[], output: string[], next: (bytes: Bytes) => Promise<void>) =>
      ffmpeg(
        {
          inputs: [path],
          output: ['-map', `0:a:${track}`, '-af', filters.join(), '-ar', String(rate), ...output],
          detail: 'verbose',
          onLine,
          read: next,
        },
        signal,
      );
    const sorted = sortChannels(channels);
    // The filters begin anew where rate or channels change: what keeps the clock must not be among them.
    const resampled = [sorted, `aresample=${rate}`];
    if (clock === 'steady') await decode([sorted, keepClock(rate)], floatOutput, mixed);
    if (clock === 'counted') await decode(resampled, floatOutput, mixed);
    if (clock === 'stamped') {
      await decode(resampled, ['-c:a', 'pcm_f32le', '-f', 'nut'], (bytes) => {
        const inputs: PipedInput = { bytes, format: ['-f', 'nut'], from: [path] };
        return ffmpeg(
          { inputs, output: ['-af', keepClock(rate), ...floatOutput], onLine, read: mixed },
          signal,
        );
      });
    }
  }
}
