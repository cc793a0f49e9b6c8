import { rename } from 'node:fs/promises';
import type { Ffmpeg } from './ffmpeg.ts';
import { wavOutput } from './wav.ts';

/** The target EBU R128 itself names. Speech peaks then stay below full scale, pauses below findSilence's threshold. */
const targetLufs = -23;

/** What R128 counts as silence; also what ffmpeg prints when there was nothing else. */
const gateLufs = -70;

/** More than this would raise the noise of an empty room to the level of speech. */
const maxGainDb = 24;

/** Differences nobody hears and no recognizer notices. */
const negligibleDb = 1;

/**
 * Brings a WAV of ours to the target loudness, moving or copying it to `outputPath`.
 *
 * Measured and then scaled by one gain, not by ffmpeg's `loudnorm`: that works at 192 kHz and takes ten times as long as
 * decoding (11.9 s against 0.5 s for 10 min; these two passes take 0.3 s), and its gain moves, which lifts pauses.
 */
export async function levelLoudness(
  ffmpeg: Ffmpeg,
  wavPath: string,
  outputPath: string,
  signal: AbortSignal,
): Promise<void> {
  const gainDb = gainFor(await measureLufs(ffmpeg, wavPath, signal));
  if (Math.abs(gainDb) < negligibleDb) return rename(wavPath, outputPath);
  // The limiter keeps a knock on the table from clipping. `latency` undoes its delay: sample offsets are our clock.
  const filter = `volume=${gainDb.toFixed(2)}dB,alimiter=limit=0.9:level=false:latency=true`;
  await ffmpeg({ inputs: [wavPath], output: ['-af', filter, ...wavOutput], outputPath }, signal);
}

function gainFor(lufs: number | null): number {
  return lufs === null ? 0 : Math.min(targetLufs - lufs, maxGainDb);
}

/** Integrated loudness; null for silence, where nothing passes the gate. */
async function measureLufs(
  ffmpeg: Ffmpeg,
  wavPath: string,
  signal: AbortSignal,
): Promise<number | null> {
  const readings: number[] = [];
  const onLine = (line: string) => {
    const integrated = /^\s*I:\s+(-?[\d.]+) LUFS/.exec(line)?.[1];
    if (integrated !== undefined) readings.push(Number(integrated));
  };
  const output = ['-af', 'ebur128=framelog=verbose'];
  await ffmpeg({ inputs: [wavPath], output, onLine }, signal);
  const lufs = readings.at(-1);
  return lufs === undefined || lufs <= gateLufs ? null : lufs;
}
