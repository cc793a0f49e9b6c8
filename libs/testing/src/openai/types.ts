import type { GenerateHandler, TranscribeHandler } from '../gemini/types.ts';

export type { GenerateHandler, TranscribeHandler };

export type ResponseFormat = 'diarized_json' | 'verbose_json' | 'json';

export interface OpenAiEmulatorOptions {
  /** What its models can answer; the others are refused with a 400 that names response_format. All when not given. */
  formats?: readonly ResponseFormat[];
  /** False for a server that refuses JSON schemas. */
  jsonSchemas?: boolean;
}

export interface RecordedRequest {
  kind: 'transcribe' | 'generate';
  model: string;
  headers: Record<string, string>;
  /** Audio bytes received. */
  bytes: number;
  /** The fields of the form beside the file, or of the JSON body. */
  fields: Record<string, unknown>;
  instructions: string;
  prompt: string;
  /** The HTTP status it was answered with, null while it has none. A call with 200 was billed. */
  status: number | null;
}

export type Fault =
  | { kind: 'rate_limited'; headers?: Record<string, string> }
  | { kind: 'insufficient_quota' }
  | { kind: 'overloaded'; headers?: Record<string, string> }
  | { kind: 'internal' }
  | { kind: 'unknown_model' }
  | { kind: 'too_large' }
  /** 401 that quotes the key it was sent. */
  | { kind: 'quoted_key' }
  /** Whatever another server may answer. */
  | { kind: 'answer'; status: number; body: object | string }
  /** Never answers until the emulator is closed or the client goes away. */
  | { kind: 'hang' }
  /** The JSON is cut in the middle. */
  | { kind: 'truncated' }
  | { kind: 'stopped'; finishReason: 'length' | 'content_filter' }
  | { kind: 'refusal' };
