import type { Utterance } from '@memo/transcript';

/** What a recognizer can and cannot do, so that the pipeline prepares audio it accepts and users are told. */
export interface RecognizerCapabilities {
  /** Longest audio it takes in one call, in milliseconds. */
  maxChunkMs: number;
  /** Separates voices within one audio. Without it every utterance has the same speaker. */
  diarization: boolean;
  wordTimes: boolean;
}

export interface RecognizeRequest {
  /** 16 kHz mono 16-bit WAV on local disk. */
  wavPath: string;
  durationMs: number;
  /** False when the audio is known to hold one voice only. */
  diarize: boolean;
  /** BCP-47 codes; empty lets the provider detect. */
  languages: string[];
  signal: AbortSignal;
}

/** What the provider itself says it used; bills are made from this, never from constants. */
export interface ProviderUsage {
  inputTokens: number;
  outputTokens: number;
}

export interface Recognition {
  /** Chunk-relative times, in order of start, inside the chunk. Empty when nothing was said. */
  utterances: Utterance[];
  provider: string;
  /** The model that really answered. */
  model: string;
  usage: ProviderUsage | null;
}

/** Audio in, timed and speaker-labelled words out. */
export interface SpeechRecognizer {
  readonly provider: string;
  /** The model it asks for; part of the key under which an answer is kept. */
  readonly model: string;
  readonly capabilities: RecognizerCapabilities;
  /**
   * @throws AppError `rate_limited` (with retryAfterMs), `unavailable`, `timeout`: worth another try;
   *   `misconfigured` (bad key, unknown model), `invalid_input`: not.
   */
  recognize(request: RecognizeRequest): Promise<Recognition>;
}
