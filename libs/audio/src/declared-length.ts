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
  report: DecodedReport,
  decodedMs: number,
  maxMs: number,
): Promise<number | null> {
  const { saidMs, lacksMs, isCut } = await lengthOf(path, report, decodedMs);
  const isBelievable = saidMs !== null && saidMs <= maxMs && saidMs > decodedMs + clearlyMoreMs;
  const declaredMs = isBelievable ? saidMs : decodedMs;
  // Something is known to be missing, however little is known about it.
  if (lacksMs > 0 || (isCut && !isBelievable)) {
    return Math.floor(declaredMs + Math.max(lacksMs, clearlyMoreMs + 1));
  }
  return isBelievable ? declaredMs : null;
}

interface DecodedReport extends RecordingReport {
  endsEarly: boolean;
  unplacedMs: number;
}

/** What the file says of its length, what is missing beside that, in ms, and whether its end is. */
async function lengthOf(
  path: string,
  report: DecodedReport,
  decodedMs: number,
): Promise<{ saidMs: number | null; lacksMs: number; isCut: boolean }> {
  const { container, streams, endsEarly, declaredMs, unplacedMs } = report;
  if (container === 'wav') {
    const { furtherMs } = await behindWav(path);
    return { saidMs: await wavDeclaredMs(path), lacksMs: furtherMs, isCut: false };
  }
  const { flacMs, otherMs, endsInFragment } = await joinedParts(path, report, decodedMs);
  const isSaid = streams === 1 || endsEarly || endsInFragment;
  const saidMs = flacMs ?? (isSaid ? declaredMs : null);
  return { saidMs, lacksMs: otherMs + unplacedMs, isCut: endsInFragment };
}

/** ffmpeg trusts the size of the file more than the header, so the header is read here. */
async function wavDeclaredMs(path: string): Promise<number | null> {
  await using file = await open(path);
  const data = await findWavData(file);
  if (data === null || data.bytesPerSecond === 0) return null;
  if (!data.isLong && data.declaredBytes >= leastUnknownBytes) return null;
  return Math.floor((data.declaredBytes / data.bytesPerSecond) * 1000);
}
