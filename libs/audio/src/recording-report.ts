import { open } from 'node:fs/promises';
import { findWavData } from './wav.ts';

/** What ffmpeg says about a recording while it decodes it. */
export interface RecordingReport {
  container: string;
  codec: string;
  /** Sound and pictures; the cover of an album is neither. */
  streams: number;
  /** The container's own figure, over all of its streams; null where ffmpeg had to guess. */
  declaredMs: number | null;
  /** ffmpeg met the end of the file before the end of its content. */
  endsEarly: boolean;
}

const duration = /^ {2}Duration: (\d+):(\d\d):(\d\d)\.(\d\d)/;
const stream = /^ {2}Stream #0:\d+.*?: (?:Audio: (\w+)|Video: )/;

/** Reads a report. What a recording calls itself is in it too, indented further than what is looked for. */
export function createReportReader() {
  const report: RecordingReport = {
    container: '',
    codec: '',
    streams: 0,
    declaredMs: null,
    endsEarly: false,
  };
  let isGuess = false;
  let isAboutInput = true;
  return {
    report,
    onLine: (line: string) => {
      if (/partial file|File ended prematurely/.test(line)) report.endsEarly = true;
      if (!isAboutInput) return;
      if (line.startsWith('Stream mapping:')) isAboutInput = false;
      if (line.includes('Estimating duration from bitrate')) isGuess = true;
      report.container = /^Input #0, (\w+)/.exec(line)?.[1] ?? report.container;
      const [, hours, minutes, seconds, hundredths] = duration.exec(line) ?? [];
      if (hours !== undefined && !isGuess) {
        const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
        report.declaredMs = wholeSeconds * 1000 + Number(hundredths) * 10;
      }
      const found = stream.exec(line);
      if (found === null || line.includes('(attached pic)')) return;
      report.streams += 1;
      if (report.codec === '') report.codec = found[1] ?? '';
    },
  };
}

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
  report: RecordingReport,
  decodedMs: number,
  maxMs: number,
): Promise<number | null> {
  const { container, streams, endsEarly } = report;
  const isOnSound = streams === 1 || endsEarly;
  const declaredMs =
    container === 'wav' ? await wavDeclaredMs(path) : isOnSound ? report.declaredMs : null;
  if (declaredMs === null || declaredMs > maxMs) return null;
  return declaredMs > decodedMs + clearlyMoreMs ? declaredMs : null;
}

/** ffmpeg trusts the size of the file more than the header, so the header is read here. */
async function wavDeclaredMs(path: string): Promise<number | null> {
  await using file = await open(path);
  const data = await findWavData(file);
  if (data === null || data.bytesPerSecond === 0) return null;
  if (data.declaredBytes >= leastUnknownBytes) return null;
  return Math.floor((data.declaredBytes / data.bytesPerSecond) * 1000);
}
