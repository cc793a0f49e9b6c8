import type { Recognition } from './recognition.schema.ts';

/** What a recognizer can and cannot do, so that the pipeline prepares audio it accepts and users are told. */
export interface RecognizerCapabilities {
  /** Longest audio it takes in one call, in milliseconds. */
  maxChunkMs: number;
  /** Separates speakers within one audio. Without it every utterance has the same speaker. */
  diarization: boolean;
  wordTimes: boolean;
}

export interface RecognizeRequest {
  /** 16 kHz mono 16-bit on local disk: a `.wav`, or a `.flac` where the recognizer takes it. */
  audioPath: string;
  durationMs: number;
  /** False when the audio is known to hold one speaker only. */
  diarize: boolean;
  /** BCP-47 codes; empty lets the provider detect. */
  languages: string[];
  /** How many people speak in the whole meeting, if the uploader knew: a hint, this audio may hold fewer. */
  speakersExpected: number | null;
  signal: AbortSignal;
}

/** Audio in, timed and speaker-labelled words out. */
export interface SpeechRecognizer {
  readonly provider: string;
  /** The model it asks for; with the capabilities, part of the key under which an answer is kept. */
  readonly model: string;
  readonly capabilities: RecognizerCapabilities;
  /** Takes FLAC, which is about half as large to send. WAV is taken by all. */
  readonly takesFlac?: boolean;
  /**
   * The most people it tells apart in one audio, where its maker says so. No capability: those are part of the key of
   * answers that were paid for.
   */
  readonly mostSpeakers?: number;
  /**
   * A bad answer is an answer: it was paid for, so it is returned with its problem and not thrown.
   * @throws AppError `rate_limited` (with retryAfterMs), `unavailable`, `timeout`: worth another try;
   *   `misconfigured` (bad key, unknown model), `invalid_input`: not.
   */
  recognize(request: RecognizeRequest): Promise<Recognition>;
}
