/** A stretch of time in prepared audio, in integer milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

export interface DecodedAudio {
  /** Samples really decoded, in milliseconds; headers are not trusted. */
  durationMs: number;
}

export interface AudioTools {
  /**
   * Decodes the first audio stream of any accepted container to 16 kHz mono 16-bit WAV, loudness-normalised (EBU R128).
   * @throws AppError `invalid_input` code `audio_undecodable` when nothing decodes.
   */
  decodeToWav(inputPath: string, outputPath: string, signal: AbortSignal): Promise<DecodedAudio>;
  /** Silent spans of a WAV made by decodeToWav. */
  findSilence(wavPath: string, signal: AbortSignal): Promise<Span[]>;
  /** Copies a span of a WAV made by decodeToWav to a smaller lossless file (FLAC). */
  cut(wavPath: string, span: Span, outputPath: string, signal: AbortSignal): Promise<void>;
  /** Expands FLAC made by `cut` to WAV. */
  toWav(flacPath: string, outputPath: string, signal: AbortSignal): Promise<DecodedAudio>;
  /** Mixes two recordings of one meeting into one seekable file for playback (AAC in MP4, moov first). */
  mixForPlayback(inputs: [string, string], outputPath: string, signal: AbortSignal): Promise<void>;
}
