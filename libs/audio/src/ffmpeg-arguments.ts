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
 * Decoders of sound, those of real recordings. While it looks what a file holds ffmpeg decodes some of every track, and
 * of the pictures too: `-vn` only says that none are wanted.
 */
const acceptedDecoders = [
  ...[
    'aac',
    'aac_latm',
    'ac3',
    'alac',
    'amrnb',
    'amrwb',
    'ape',
    'dca',
    'eac3',
    'flac',
    'g722',
    'gsm',
  ],
  ...[
    'gsm_ms',
    'libgsm',
    'libgsm_ms',
    'libopencore_amrnb',
    'libopencore_amrwb',
    'libopus',
    'libspeex',
  ],
  ...[
    'libvorbis',
    'mlp',
    'mp1',
    'mp1float',
    'mp2',
    'mp2float',
    'mp3',
    'mp3float',
    'mp3on4float',
    'als',
  ],
  ...[
    'opus',
    'qdm2',
    'speex',
    'truehd',
    'truespeech',
    'tta',
    'vorbis',
    'wavpack',
    'wmalossless',
    'wmapro',
  ],
  ...[
    'wmav1',
    'wmav2',
    'wmavoice',
    'xma1',
    'xma2',
    'g726',
    'g726le',
    'qcelp',
    'ilbc',
    'evrc',
    'mace3',
  ],
  ...['mace6', 'adpcm_ima_qt', 'adpcm_ima_wav', 'adpcm_ms', 'adpcm_swf', 'adpcm_yamaha', 'atrac3'],
  ...['atrac3plus', 'pcm_alaw', 'pcm_f16le', 'pcm_f24le', 'pcm_f32be', 'pcm_f32le', 'pcm_f64be'],
  ...['pcm_f64le', 'pcm_mulaw', 'pcm_s16be', 'pcm_s16be_planar', 'pcm_s16le', 'pcm_s16le_planar'],
  ...['pcm_s24be', 'pcm_s24le', 'pcm_s24le_planar', 'pcm_s32be', 'pcm_s32le', 'pcm_s32le_planar'],
  ...['pcm_s64be', 'pcm_s64le', 'pcm_s8', 'pcm_u16be', 'pcm_u16le', 'pcm_u24be', 'pcm_u24le'],
  ...['pcm_u32be', 'pcm_u32le', 'pcm_u8'],
].join(',');

/** Where ffmpeg says how far it is. */
export const progressFd = 3;

export interface ArgumentsOptions {
  limits: AudioLimits;
  /** Also the CPU time it may take. */
  timeoutMs: number;
  /** How input files are given to ffmpeg, where that is not as they are. */
  readings: ReadonlyMap<string, Reading>;
  /** What ffmpeg is to call a file. */
  nameOf: (path: string) => string;
}

export function ffmpegArguments(
  job: FfmpegJob,
  { limits, timeoutMs, readings, nameOf }: ArgumentsOptions,
): string[] {
  const { inputs, span } = job;
  const seek = span === undefined ? [] : ['-ss', `${span.startMs}ms`];
  // One second more than allowed, so that a longer recording can be told from one that just fits.
  const lengthMs = span === undefined ? limits.maxRecordingMs + 1000 : span.endMs - span.startMs;
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-y'],
    ...['-progress', `pipe:${progressFd}`, '-stats_period', '2'],
    ...['-v', job.detail ?? 'info'],
    // Says at the end how much memory it had.
    '-benchmark',
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
          return [...fileInput(limits), ...length, ...seek, '-i', addressOf(nameOf(path), ranges)];
        })),
    ...['-t', `${lengthMs}ms`, '-threads', '1'],
    // What is read at once takes no room.
    ...(job.read === undefined ? ['-fs', String(limits.maxOutputBytes)] : []),
    // A phone writes its position into its recordings.
    ...['-map_metadata', '-1', '-map_chapters', '-1'],
    ...job.output,
    ...target(job, nameOf),
  ];
}

const fileInput = ({ maxStreams }: AudioLimits): string[] => [
  ...['-protocol_whitelist', 'file,concat,subfile', '-format_whitelist', acceptedFormats],
  ...['-codec_whitelist', acceptedDecoders, '-max_streams', String(maxStreams)],
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

function target({ outputPath, read }: FfmpegJob, nameOf: ArgumentsOptions['nameOf']): string[] {
  if (read !== undefined) return ['pipe:1'];
  return outputPath === undefined ? ['-f', 'null', '-'] : [`file:${nameOf(outputPath)}`];
}
