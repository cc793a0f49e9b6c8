import type { AudioLimits } from './limits.ts';
import type { Bytes } from './pipes.ts';
import type { Reading } from './readable-ranges.ts';
import type { Span } from './types.ts';

/** What another run writes, in place of files. */
export interface PipedInput {
  bytes: Bytes;
  /** The options that say what they are. */
  format: readonly string[];
  /** The recordings they come from: their size bounds the time. */
  from: readonly string[];
}

/** One run of ffmpeg over local files, or over what another run writes. */
export interface FfmpegJob {
  inputs: readonly string[] | PipedInput;
  /** Reads only this stretch of the inputs. */
  span?: Span;
  /** Filters, codec and format of the output. */
  output: readonly string[];
  /** Without it, and without `read`, the output is thrown away (with `-f null`). */
  outputPath?: string;
  /** Reads the output as it is written. When it wants no more of it, the run is over. */
  read?: (output: Bytes) => Promise<void>;
  /** Nothing to write is a result, not a failure. */
  mayBeEmpty?: boolean;
  /**
   * Receives what ffmpeg reports, line by line. On a stranger's file there is no bound to how much that is but the time
   * limit, and a line may say anything: keep what is wanted of it, not the lines.
   */
  onLine?: (line: string) => void;
  /** How much it reports. */
  detail?: 'info' | 'verbose';
}

/**
 * Demuxers of real recordings. A playlist or concat script named .mp3 would otherwise be recognized by its content
 * and make ffmpeg open whatever files and addresses it lists.
 */
const acceptedFormats = 'aac,flac,matroska,mov,mp3,ogg,wav';

/**
 * @param timeoutMs also the CPU time it may take.
 * @param readings how input files are given to ffmpeg, where that is not as they are.
 */
export function ffmpegArguments(
  job: FfmpegJob,
  limits: AudioLimits,
  timeoutMs: number,
  readings: ReadonlyMap<string, Reading>,
): string[] {
  const { inputs, span } = job;
  const seek = span === undefined ? [] : ['-ss', `${span.startMs}ms`];
  // One second more than allowed, so that a longer recording can be told from one that just fits.
  const lengthMs = span === undefined ? limits.maxRecordingMs + 1000 : span.endMs - span.startMs;
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-y'],
    ...['-v', job.onLine === undefined ? 'error' : (job.detail ?? 'info')],
    ...['-max_alloc', String(limits.maxAllocationBytes)],
    // CPU seconds, enforced by the system: holds even if this process dies and cannot kill its child.
    ...['-timelimit', String(Math.ceil(timeoutMs / 1000))],
    ...['-filter_threads', '1', '-filter_complex_threads', '1'],
    // Damage in the input is not a failure, decoding nothing is: a failure then never means "decoded in part".
    ...['-max_error_rate', '1'],
    // A gap in an Ogg file's timestamps is silence to keep (see clock.ts), not a jump to close.
    ...['-dts_delta_threshold', String(limits.maxRecordingMs / 1000)],
    ...(job.mayBeEmpty === true ? [] : ['-abort_on', 'empty_output']),
    ...('from' in inputs
      ? pipedInput(inputs)
      : inputs.flatMap((path) => {
          const { toItsEnd = false, ranges = null } = readings.get(path) ?? {};
          const length = toItsEnd ? ['-ignore_length', '1'] : [];
          return [...fileInput, ...length, ...seek, '-i', addressOf(path, ranges)];
        })),
    ...['-t', `${lengthMs}ms`, '-threads', '1'],
    // What is read at once takes no room.
    ...(job.read === undefined ? ['-fs', String(limits.maxOutputBytes)] : []),
    // A phone writes its position into its recordings.
    ...['-map_metadata', '-1', '-map_chapters', '-1'],
    ...job.output,
    ...target(job),
  ];
}

const fileInput = [
  ...['-protocol_whitelist', 'file,concat,subfile', '-format_whitelist', acceptedFormats],
  ...['-threads', '1', '-vn', '-sn', '-dn'],
];

function addressOf(path: string, ranges: Reading['ranges']): string {
  if (ranges === null) return `file:${path}`;
  const parts = ranges.map(({ from, to }) => `subfile,,start,${from},end,${to},,:file:${path}`);
  return parts.length === 1 ? parts.join('') : `concat:${parts.join('|')}`;
}

const pipedInput = ({ format }: PipedInput): string[] => [
  ...['-protocol_whitelist', 'pipe', ...format, '-i', 'pipe:0'],
];

function target({ outputPath, read }: FfmpegJob): string[] {
  if (read !== undefined) return ['pipe:1'];
  return outputPath === undefined ? ['-f', 'null', '-'] : [`file:${outputPath}`];
}
