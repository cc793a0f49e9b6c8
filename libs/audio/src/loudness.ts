/** The target EBU R128 itself names. Speech peaks then stay below full scale, pauses below what counts as silence. */
const targetLufs = -23;

/** What R128 counts as silence; also what ffmpeg prints when there was nothing else. */
const gateLufs = -70;

/** R128 measures blocks of this length: of less it knows nothing. */
const blockMs = 400;

/** More than this would raise the noise of an empty room to the level of speech. */
const maxGainDb = 24;

/** Differences nobody hears and no recognizer notices. */
const negligibleDb = 1;

/** Passes sound through and reports its integrated loudness and its highest sample at the end, nothing before (48: debug). */
export const loudnessFilter = 'ebur128=framelog=48:peak=sample';

/** Where 16 bits hold all that was recorded: below, a recording of more bits loses its quietest words to rounding. */
const leastPeakDb = -40;

/** Nothing is so quiet that it could be a recording; what is there is a converter's own noise. */
const noPeakDb = -110;

/** A decoder may overshoot by less than that in a recording that was at full scale. */
const mostPeakDb = 1;

/** What a recording outside of this is brought to, so that a limiter has nothing to do. */
const targetPeakDb = -3;

/** Reads what loudnessFilter reports. The last one counts: whatever a file calls itself is printed before it. */
export function createLoudnessReader() {
  let lufs = gateLufs;
  let peakDb = -Infinity;
  return {
    onLine: (line: string) => {
      const integrated = /^\s*I:\s+(-?[\d.]+) LUFS/.exec(line)?.[1];
      if (integrated !== undefined) lufs = Number(integrated);
      const peak = /^\s*Peak:\s+(-?[\d.]+) dBFS/.exec(line)?.[1];
      if (peak !== undefined) peakDb = Number(peak);
    },
    /** What must be applied before samples are made 16 bits wide, in dB; 0 for nearly every recording. */
    headroomDb: (isWide: boolean): number => {
      const isTooLow = isWide && peakDb < leastPeakDb && peakDb > noPeakDb;
      return peakDb > mostPeakDb || isTooLow ? Number((targetPeakDb - peakDb).toFixed(2)) : 0;
    },
    /** What brings audio of this length to the target, in dB; 0 where it is near. */
    gainDb: (durationMs: number): number => {
      if (durationMs < blockMs) return 0;
      const gainDb = Math.min(targetLufs - Math.max(lufs, gateLufs), maxGainDb);
      return Math.abs(gainDb) < negligibleDb ? 0 : Number(gainDb.toFixed(2));
    },
  };
}

/**
 * Applies a gain. One gain, not ffmpeg's `loudnorm`: that works at 192 kHz and takes ten times as long as decoding
 * (11.9 s against 0.5 s for 10 min), and its gain moves, which lifts pauses.
 */
export function gainFilters(gainDb: number): string[] {
  return gainDb === 0 ? [] : [`volume=${gainDb}dB`, limiter];
}

/** Keeps a knock on the table from clipping. `latency` undoes its delay: sample offsets are our clock. */
export const limiter = 'alimiter=limit=0.9:level=false:latency=true';
