import { asBytes, blocksOf } from './floats.ts';
import type { Bytes } from './pipes.ts';

/** Less than this is jitter of a container's clock, or of the one that recorded. */
const gapSeconds = 0.1;

/** Longer ones ffmpeg would fill in memory, beyond what a run may take; it then writes neither them nor what follows. */
const longestFilledSeconds = 20;

/** Where nothing was recorded for longer than ffmpeg can fill. */
export interface LongGap {
  /** On the clock of a recording whose long gaps are all closed. */
  atMs: number;
  ms: number;
}

/**
 * Lays decoded samples out in time, at this rate: where timestamps leave a gap (damage in the middle, a microphone that
 * was off) there is silence of that length, so that what follows keeps its time. Samples are never dropped. Long gaps are
 * closed and told, for `withLongGaps`.
 *
 * `aresample=async=1` alone would drop them: where timestamps begin again at zero, as in two WebM files that a browser
 * put one behind the other, it throws away the whole second half. So timestamps are first made to run on: `ld(0)` is the
 * next sample's time, `ld(1)` how far the clock was moved, `ld(2)` how far a frame is ahead.
 * Of an undamaged recording every sample stays as it was. MP3 and AAC streams carry no time: there, damage closes up.
 */
export const keepClock = (sampleRate: number): string =>
  `asetpts='${monotonic}',aresample=${sampleRate}:async=1:first_pts=0`;

const isGap = `gt(ld(2),${gapSeconds}*SR)*lte(ld(2),${longestFilledSeconds}*SR)`;
const isLongGap = `gt(ld(2),${longestFilledSeconds}*SR)`;

const monotonic = [
  'st(2,PTS+ld(1)-ld(0))',
  // Told once another frame comes: the end of the file is asked about too, at a time that may be any.
  'if(ld(3),print(ld(4)/SR)+print(ld(3)/SR))',
  `st(3,if(${isLongGap},ld(2),0))`,
  'st(4,ld(0))',
  `st(1,if(${isLongGap}+lt(ld(2),-SR),ld(1)-ld(2),ld(1)))`,
  `st(0,ld(0)+if(${isGap},ld(2),0)+NB_SAMPLES)`,
  'ld(0)-NB_SAMPLES',
].join(';');

/** What `print` writes; whatever a file says of itself is indented. */
const printed = /^(?:\[\w+ @ \w+\] )?(\d+\.\d{6})$/;

/** Far more than 12 hours have room for; a forged file could have millions. */
const mostGaps = 10_000;

/** Collects the long gaps that `keepClock` tells of. */
export function createGapReader() {
  const gaps: LongGap[] = [];
  let atMs: number | null = null;
  return {
    gaps,
    onLine: (line: string) => {
      const seconds = printed.exec(line)?.[1];
      if (seconds === undefined) return;
      const ms = Math.round(Number(seconds) * 1000);
      if (atMs === null) {
        atMs = ms;
        return;
      }
      if (gaps.length < mostGaps) gaps.push({ atMs, ms });
      atMs = null;
    },
  };
}

const blockSamples = 16_000;

/** Samples with silence where the long gaps are. */
export async function* withLongGaps(bytes: Bytes, rate: number, gaps: readonly LongGap[]): Bytes {
  const sampleAt = (ms: number) => Math.round((ms * rate) / 1000);
  const left = gaps.map(({ atMs, ms }) => ({ at: sampleAt(atMs), samples: sampleAt(ms) }));
  let position = 0;
  for await (const block of blocksOf(bytes, blockSamples)) {
    let from = 0;
    for (let [gap] = left; gap !== undefined && gap.at <= position + block.length; [gap] = left) {
      const to = Math.max(gap.at - position, from);
      // What is written is not always taken at once: a block is used again.
      yield asBytes(block.slice(from, to));
      yield* silence(gap.samples);
      from = to;
      left.shift();
    }
    yield asBytes(block.slice(from));
    position += block.length;
  }
}

function* silence(samples: number): Generator<Uint8Array> {
  for (let rest = samples; rest > 0; rest -= blockSamples) {
    yield asBytes(new Float32Array(Math.min(rest, blockSamples)));
  }
}
