/** A stretch of time in prepared audio, in integer milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

export interface DecodedAudio {
  /** Samples really decoded, in milliseconds; headers are not trusted. */
  durationMs: number;
}

export interface DecodedRecording extends DecodedAudio {
  /** What the file says it holds, where that is believable and more than a second above what decodes; else null. */
  declaredMs: number | null;
  /** Brings it to -23 LUFS (EBU R128), in dB. What `decodeToWav` writes is not levelled; `cut` and the mix are. */
  gainDb: number;
  /** As ffmpeg calls it, e.g. `opus`. */
  codec: string;
  /** A player can play and seek the file as it is: sound alone, in a container with an index. */
  seekable: boolean;
}

export interface ExpandedAudio extends DecodedAudio {
  /** Stretches of at least 0.4 s below -45 dBFS, in order. */
  silences: Span[];
}

/** A recording and the gain `decodeToWav` found for it. */
export interface LevelledRecording {
  path: string;
  gainDb: number;
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
   * Decodes the first audio stream of any accepted container to 16 kHz mono 16-bit WAV and measures it on the way.
   * A damaged recording gives what decodes; what its timestamps say is missing in the middle is silence.
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes, `audio_missing` when the file has no
   *   audio track; `too_large` code `audio_too_long`.
   */
  decodeToWav(
    inputPath: string,
    outputPath: string,
    signal: AbortSignal,
  ): Promise<DecodedRecording>;
  /**
   * The first `maxMs` of a recording from where sound begins, levelled to -23 LUFS: what follows is not read, however
   * long it is. Its length is 0, and there is no output, where nothing sounds.
   * @throws AppError `invalid_input` code `audio_undecodable` or `audio_missing`.
   */
  decodeSample(
    inputPath: string,
    outputPath: string,
    maxMs: number,
    signal: AbortSignal,
  ): Promise<DecodedAudio>;
  /**
   * Stretches of at least 0.4 s of a WAV of ours that are below -45 dBFS once `gainDb` is applied, in order. Edges are
   * exact to 5 ms up to 2.7 hours and to 50 ms beyond.
   */
  findSilence(wavPath: string, gainDb: number, signal: AbortSignal): Promise<Span[]>;
  /**
   * Copies spans of a WAV of ours one behind the other, exact to the sample, to a smaller lossless file (FLAC), with
   * `gainDb` applied and peaks limited. Beside its output it holds the spans as WAV while it works.
   */
  cut(
    wavPath: string,
    spans: readonly Span[],
    gainDb: number,
    outputPath: string,
    signal: AbortSignal,
  ): Promise<void>;
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
   * Mixes two recordings of one meeting, both from its start, into one seekable file for playback (AAC in MP4, moov
   * first) as long as the longer one, both equally loud. For recordings decodeToWav has accepted: it is the one that
   * refuses overlong ones.
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes from one of them.
   */
  mixForPlayback(
    inputs: [LevelledRecording, LevelledRecording],
    outputPath: string,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * The sound of a recording in a file that can be played and sought: copied where its codec has such a container, else
   * encoded as AAC. For recordings decodeToWav has accepted but not called `seekable`.
   */
  makeSeekable(
    recording: Pick<DecodedRecording, 'codec'> & { path: string },
    outputPath: string,
    signal: AbortSignal,
  ): Promise<PlayableFile>;
}
