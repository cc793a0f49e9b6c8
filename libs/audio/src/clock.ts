/** Less than this is jitter of a container's clock, or of the one that recorded. */
const gapSeconds = 0.1;

/** A longer one is not a gap but a clock that was set anew. */
const longestGapSeconds = 3600;

/**
 * Lays decoded samples out in time, at this rate: where timestamps leave a gap (damage in the middle, a microphone that
 * was off) there is silence of that length, so that what follows keeps its time. Samples are never dropped.
 *
 * `aresample=async=1` alone would drop them: where timestamps begin again at zero, as in two WebM files that a browser
 * put one behind the other, it throws away the whole second half. So timestamps are first made to run on: `ld(0)` is the
 * next sample's time, `ld(1)` how far the clock was moved, `ld(2)` how far a frame is ahead.
 * Of an undamaged recording every sample stays as it was. MP3 and AAC streams carry no time: there, damage closes up.
 */
export const keepClock = (sampleRate: number): string =>
  `asetpts='${monotonic}',aresample=${sampleRate}:async=1:first_pts=0`;

const isGap = `gt(ld(2),${gapSeconds}*SR)*lte(ld(2),${longestGapSeconds}*SR)`;
const isJump = `gt(ld(2),${longestGapSeconds}*SR)+lt(ld(2),-SR)`;

const monotonic = [
  'st(2,PTS+ld(1)-ld(0))',
  `st(1,if(${isJump},ld(1)-ld(2),ld(1)))`,
  `st(0,ld(0)+if(${isGap},ld(2),0)+NB_SAMPLES)`,
  'ld(0)-NB_SAMPLES',
].join(';');
