/** A stretch of time in prepared audio, in integer milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

export interface DecodedAudio {
  /** Samples really decoded, in milliseconds; headers are not trusted. */
  durationMs: number;
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
   * Decodes the first audio stream of any accepted container to 16 kHz mono 16-bit WAV, brought to one loudness
   * (EBU R128). A damaged recording gives what decodes.
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes; `too_large` code `audio_too_long`.
   */
  decodeToWav(inputPath: string, outputPath: string, signal: AbortSignal): Promise<DecodedAudio>;
  /**
   * The first `maxMs` of a recording from where sound begins, as decodeToWav would give them: what follows is not read,
   * however long it is. Its length is 0, and there is no output, where nothing sounds.
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes.
   */
  decodeSample(
    inputPath: string,
    outputPath: string,
    maxMs: number,
    signal: AbortSignal,
  ): Promise<DecodedAudio>;
  /** Silent spans of a WAV made by decodeToWav, in order. */
  findSilence(wavPath: string, signal: AbortSignal): Promise<Span[]>;
  /** Copies a span of a WAV made by decodeToWav, exact to the sample, to a smaller lossless file (FLAC). */
  cut(wavPath: string, span: Span, outputPath: string, signal: AbortSignal): Promise<void>;
  /** Expands FLAC made by `cut` to WAV. */
  toWav(flacPath: string, outputPath: string, signal: AbortSignal): Promise<DecodedAudio>;
  /**
   * Mixes two recordings of one meeting, both from its start, into one seekable file for playback (AAC in MP4, moov
   * first) as long as the longer one. For recordings decodeToWav has accepted: it is the one that refuses overlong ones.
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes from one of them.
   */
  mixForPlayback(inputs: [string, string], outputPath: string, signal: AbortSignal): Promise<void>;
}
