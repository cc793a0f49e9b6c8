import { open } from 'node:fs/promises';
import { behindWav } from './behind-wav.ts';
import { joinedParts } from './joined-parts.ts';
import type { RecordingReport } from './recording-report.ts';
import { findWavData } from './wav.ts';

/** Differences below this are padding and rounding. */
const clearlyMoreMs = 1000;

/** Programs that cannot know a WAV's length in advance write about 2 or 4 GB, and so do forgers. */
const leastUnknownBytes = 0x7fff_0000;

/**
 * What a recording says it holds, where that is believable and clearly more than what decoded; else null.
 * Of several streams the container names only the longest; so then a file must be seen to end early.
 */
export async function believableMs(
  path: string,
  report: RecordingReport & { endsEarly: boolean },
  decodedMs: number,
  maxMs: number,
): Promise<number | null> {
  const declaredMs = await saidMs(path, report, decodedMs);
  if (declaredMs === null || declaredMs > maxMs) return null;
  return declaredMs > decodedMs + clearlyMoreMs ? declaredMs : null;
}

async function saidMs(
  path: string,
  { container, streams, endsEarly, declaredMs }: RecordingReport & { endsEarly: boolean },
  decodedMs: number,
): Promise<number | null> {
  if (container === 'wav') {
    const { furtherMs } = await behindWav(path);
    return furtherMs > 0 ? Math.floor(decodedMs + furtherMs) : wavDeclaredMs(path);
  }
  const { flacMs, otherMs } = await joinedParts(path, container, decodedMs);
  const ownMs = flacMs ?? (streams === 1 || endsEarly ? declaredMs : null);
  return otherMs > 0 ? Math.floor(Math.max(ownMs ?? 0, decodedMs) + otherMs) : ownMs;
}

/** ffmpeg trusts the size of the file more than the header, so the header is read here. */
async function wavDeclaredMs(path: string): Promise<number | null> {
  await using file = await open(path);
  const data = await findWavData(file);
  if (data === null || data.bytesPerSecond === 0) return null;
  if (!data.isLong && data.declaredBytes >= leastUnknownBytes) return null;
  return Math.floor((data.declaredBytes / data.bytesPerSecond) * 1000);
}
