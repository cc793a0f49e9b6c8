import type { LongGap } from './clock.ts';

/** A stretch of time in prepared audio, in integer milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

/** One audio track of a recording, and how it is to be decoded. */
export interface TrackSource {
  path: string;
  /** Position among the audio tracks of the file, from 0. */
  track: number;
  /** Its samples have more than 16 bits, losslessly. */
  isWide: boolean;
  /** Into how many its channels are sorted. */
  channels: number;
  /**
   * `steady`: one rate and channel count from end to end. `counted`: they change, and time is what the samples add up to.
   * `stamped`: they change, and the file says when each sample is.
   */
  clock: 'steady' | 'counted' | 'stamped';
  /** In order; there is silence as long. */
  longGaps?: readonly LongGap[];
}

export interface DecodedAudio {
  /** Samples really decoded, in milliseconds; headers are not trusted. */
  durationMs: number;
}

/** One side of a recording: what is transcribed by itself, because it is known who is heard on it. */
export interface DecodedSide extends DecodedAudio {
  /** 16 kHz mono 16-bit. */
  wavPath: string;
  /** What the file says it holds, where that is believable and more than a second above what decodes; else null. */
  declaredMs: number | null;
  /** Brings the WAV to -23 LUFS (EBU R128), in dB; `cut` applies it. */
  gainDb: number;
  /** For `encodeForPlayback`: where its sound comes from, and what brings that to -23 LUFS, in dB. */
  played: { sources: readonly TrackSource[]; gainDb: number };
}

/** How what people play is made of a recording. */
export type Playback =
  /** A player can play and seek the file as it is. */
  | { kind: 'original' }
  /** `copyForPlayback` puts its sound into a container with an index. */
  | { kind: 'copied'; codec: string }
  /** `encodeForPlayback`: a browser cannot decode it, or would not play what was transcribed, at its times. */
  | { kind: 'encoded' };

export interface DecodedRecording {
  /** As ffmpeg calls it, e.g. `mov`. */
  container: string;
  /** All audio tracks of the file, and whether they were heard. */
  tracks: { codec: string; channels: number; decoded: boolean }[];
  /** One; two where the file has two tracks and they are to be kept apart. */
  sides: DecodedSide[];
  playback: Playback;
}

export interface ExpandedAudio extends DecodedAudio {
  /** Stretches of at least 0.4 s below -45 dBFS, in order. */
  silences: Span[];
}

export interface PlayableFile {
  /** Without a dot. */
  extension: 'webm' | 'm4a';
  contentType: string;
}

/**
 * Everything Memo does to sound. Every function runs ffmpeg on local files, with bounded time and output.
 * When `signal` fires the child is killed and the signal's reason is thrown; a failed call may leave a part of its
 * output behind, so outputs belong in a directory the caller removes.
 * @throws AppError `misconfigured` when ffmpeg cannot be started, `timeout` when it takes far too long, `unavailable`
 *   when it fails for a reason of our own (disk full, killed): another try may succeed.
 */
export interface AudioTools {
  /**
   * Decodes every audio track of any accepted container to 16 kHz mono 16-bit WAV, at `<outputPath>-<side>.wav`, and
   * measures it on the way. Channels are microphones: all count alike, and what cancels in their sum is turned round.
   * Tracks are mixed, unless there are two and they are to be kept `apart`. A damaged recording gives what decodes; what
   * its timestamps say is missing in the middle is silence.
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes, `audio_missing` when the file has no
   *   audio track; `too_large` code `audio_too_long`.
   */
  decodeRecording(
    inputPath: string,
    outputPath: string,
    options: { apart: boolean },
    signal: AbortSignal,
  ): Promise<DecodedRecording>;
  /**
   * The first `maxMs` of a recording from where sound begins, levelled to -23 LUFS: what follows is not read, however
   * long it is. Of several tracks it is the first that sounds. Its length is 0, and there is no output, where none does.
   * Its silences are what findSilence would find in it.
   * @throws AppError `invalid_input` code `audio_undecodable` or `audio_missing`.
   */
  decodeSample(
    inputPath: string,
    outputPath: string,
    maxMs: number,
    signal: AbortSignal,
  ): Promise<DecodedAudio & { silences: Span[] }>;
  /**
   * Stretches of at least 0.4 s of a WAV of ours that are below -45 dBFS once `gainDb` is applied, in order. Edges are
   * exact to 5 ms up to 2.7 hours and to 50 ms beyond.
   */
  findSilence(wavPath: string, gainDb: number, signal: AbortSignal): Promise<Span[]>;
  /** How loud a WAV of ours is once `gainDb` is applied, step by step: RMS in dB of full scale, whole numbers. */
  measureLevels(
    wavPath: string,
    gainDb: number,
    signal: AbortSignal,
  ): Promise<{ stepMs: number; db: number[] }>;
  /** Whether two WAVs of ours, once their gains are applied, have the same sound but for what encoders make of it. */
  haveSameSound(
    one: Pick<DecodedSide, 'wavPath' | 'gainDb'>,
    other: Pick<DecodedSide, 'wavPath' | 'gainDb'>,
    signal: AbortSignal,
  ): Promise<boolean>;
  /**
   * Stretches of a WAV of ours in which somebody speaks, in order, as a voice detector hears them: not exact at the
   * edges. The failure says why it cannot run here; a recording is no reason for one.
   */
  findSpeech(
    wavPath: string,
    signal: AbortSignal,
  ): Promise<{ spans: Span[]; failure: null } | { spans: null; failure: Error }>;
  /**
   * Copies spans of a WAV of ours one behind the other, exact to the sample, to a smaller lossless file (FLAC), with
   * `gainDb` applied and peaks limited. Beside its output it holds the spans as WAV while it works. Finds the silences
   * of the file on the way.
   */
  cut(
    wavPath: string,
    spans: readonly Span[],
    gainDb: number,
    outputPath: string,
    signal: AbortSignal,
  ): Promise<{ silences: Span[] }>;
  /** Expands FLAC made by `cut` to WAV and finds its silences on the way. */
  toWav(flacPath: string, outputPath: string, signal: AbortSignal): Promise<ExpandedAudio>;
  /** Copies spans of a WAV of ours one behind the other, exact to the sample, to another WAV. */
  select(
    wavPath: string,
    spans: readonly Span[],
    outputPath: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** Copies spans of WAVs of ours one behind the other to another WAV, `pauseMs` of silence behind each. */
  join(
    spans: readonly (Span & { wavPath: string })[],
    pauseMs: number,
    outputPath: string,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Encodes sides, all from the meeting's start, as one mono file with an index (AAC in MP4, moov first), as long as the
   * longest, all equally loud, on the clock of the transcript.
   */
  encodeForPlayback(
    sides: readonly Pick<DecodedSide, 'played'>[],
    outputPath: string,
    signal: AbortSignal,
  ): Promise<PlayableFile>;
  /** The sound of a recording as it is, in a container that can be played and sought. */
  copyForPlayback(
    recording: { path: string; codec: string },
    outputPath: string,
    signal: AbortSignal,
  ): Promise<PlayableFile>;
}
