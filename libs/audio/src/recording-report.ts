import { channelCount } from './channels.ts';

/** One audio track, as ffmpeg describes it. */
export interface AudioTrack {
  /** As ffmpeg calls it, e.g. `opus`; `none` where it has no decoder. */
  codec: string;
  channels: number;
  /** Its samples have more than 16 bits, and none of them is a guess of a lossy codec. */
  isWide: boolean;
}

/** What a file says of itself. */
export interface RecordingReport {
  container: string;
  /** In the order of the file; not more than are worth naming. */
  tracks: AudioTrack[];
  /** Sound and pictures; the cover of an album is neither. */
  streams: number;
  /** The container's own figure, over all of its streams; null where ffmpeg had to guess. */
  declaredMs: number | null;
}

/** Studios record 32. A forged file could hold thousands, and a report lists them all. */
const mostNamed = 64;

const duration = /^ {2}Duration: (\d+):(\d\d):(\d\d)\.(\d\d)(?:, start: (-?[\d.]+))?/;

/** What these declare counts from 0, however late the first sample is. */
const declaresEnd = new Set(['matroska', 'mov']);
const stream = /^ {2}Stream #0:\d+.*?: (?:Audio: (\w+)|Video: )/;

/** `fltp` is what lossy decoders give. */
const isWide = (line: string): boolean => /, (?:flt|dbl|s32p?|s64)\b/.test(line);

/** Reads a report. What a recording calls itself is in it too, indented further than what is looked for. */
export function createReportReader() {
  const report: RecordingReport = { container: '', tracks: [], streams: 0, declaredMs: null };
  let isGuess = false;
  let isAboutInput = true;
  return {
    report,
    onLine: (line: string) => {
      if (!isAboutInput) return;
      if (line.startsWith('Stream mapping:') || line.startsWith('Output #')) isAboutInput = false;
      if (line.includes('Estimating duration from bitrate')) isGuess = true;
      report.container = /^Input #0, (\w+)/.exec(line)?.[1] ?? report.container;
      const [, hours, minutes, seconds, hundredths, start = '0'] = duration.exec(line) ?? [];
      if (hours !== undefined && !isGuess) {
        const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
        const startMs = declaresEnd.has(report.container) ? Math.round(Number(start) * 1000) : 0;
        report.declaredMs = wholeSeconds * 1000 + Number(hundredths) * 10 - Math.max(startMs, 0);
      }
      const found = stream.exec(line);
      if (found === null || line.includes('(attached pic)')) return;
      report.streams += 1;
      const [, codec] = found;
      if (codec === undefined || report.tracks.length === mostNamed) return;
      report.tracks.push({ codec, channels: channelCount(line), isWide: isWide(line) });
    },
  };
}
