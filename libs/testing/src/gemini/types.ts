import type { Utterance } from '@memo/transcript';

/** One speaker turn of a scripted transcription, in milliseconds from the start of the audio sent. */
export type ScriptedTurn = Partial<Utterance>;

export interface TranscriptionConfig {
  diarization?: boolean;
  wordTimestamp?: boolean;
  languageCodes?: string[];
}

export interface TranscribeRequest {
  model: string;
  /** The bytes received, inline or through an uploaded file. */
  audio: Buffer;
  config: TranscriptionConfig;
}

export interface GenerateRequest {
  model: string;
  instructions: string;
  prompt: string;
  /** The JSON Schema the answer is asked to have. */
  schema: unknown;
  /** The bytes received, inline or through an uploaded file; empty where only text was sent. */
  audio: Buffer;
}

export type RequestKind = 'transcribe' | 'generate' | 'upload' | 'file_get' | 'file_delete';

export interface RecordedRequest {
  kind: RequestKind;
  /** Empty for requests about files. */
  model: string;
  /** Audio bytes received. */
  bytes: number;
  instructions: string;
  prompt: string;
  /** The HTTP status it was answered with, null while it has none. A model call with 200 was billed. */
  status: number | null;
}

export type Fault =
  | { kind: 'rate_limited'; retryDelayMs: number }
  | { kind: 'daily_quota' }
  | { kind: 'overloaded' }
  | { kind: 'internal' }
  | { kind: 'suspended_key' }
  /** 403 about a file that was uploaded and is no longer there. */
  | { kind: 'lost_file' }
  /** 404 about an upload session that has ended. */
  | { kind: 'lost_session' }
  | { kind: 'unknown_model' }
  /** Never answers until the emulator is closed or the client goes away. */
  | { kind: 'hang' }
  /** The answer is cut in the middle, as when the output budget is spent. */
  | { kind: 'truncated' }
  | { kind: 'stopped'; finishReason: 'SAFETY' | 'RECITATION' }
  | { kind: 'empty' }
  /** Whatever parts a model may answer in place of those that were scripted, and as what a gateway may send it on. */
  | { kind: 'parts'; parts: object[]; sentAs?: (json: string) => string };

type Handler<Request, Answer> = (request: Request) => Answer | Promise<Answer>;
export type TranscribeHandler = Handler<TranscribeRequest, ScriptedTurn[]>;
export type GenerateHandler = Handler<GenerateRequest, unknown>;
