import type { IncomingMessage } from 'node:http';
import type { Utterance } from '@memo/transcript';
import type { TranscriptionConfig } from '../gemini/types.ts';

/** A request to transcribe, read and held to the rules of the real API. */
export interface SpeechCall {
  model: string;
  audio: Buffer;
  config: TranscriptionConfig;
  /** What it was asked beside the audio. */
  fields: Record<string, unknown>;
}

export interface WireAnswer {
  status: number;
  headers?: Record<string, string>;
  /** JSON, or a text that is sent as it is. */
  body: object | string;
}

/** Why a service refuses a request; each says it in its own words. */
export type Reason =
  | 'invalid_key'
  | 'rate_limited'
  | 'quota_spent'
  | 'overloaded'
  | 'internal'
  | 'unknown_model'
  | 'too_large'
  | 'invalid_request'
  | 'no_route';

/** How a service speaks. */
export interface Protocol {
  /** As in `POST /v1/listen`. */
  route: string;
  keyOf: (request: IncomingMessage) => string;
  /** @throws Refused for what the real API refuses. */
  read: (request: IncomingMessage, body: Buffer) => SpeechCall | Promise<SpeechCall>;
  answer: (call: SpeechCall, turns: Utterance[], durationSeconds: number) => object;
  refuse: (reason: Reason, words: string) => WireAnswer;
}

/** Ends the handling of a request with a refusal. */
export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, words = '') {
    super(words);
    this.name = 'Refused';
    this.reason = reason;
  }
}

export interface RecordedRequest {
  model: string;
  headers: Record<string, string>;
  /** Audio bytes received. */
  bytes: number;
  fields: Record<string, unknown>;
  /** The HTTP status it was answered with, null while it has none. A call with 200 was billed. */
  status: number | null;
}

export type Fault =
  | { kind: 'rate_limited'; headers?: Record<string, string> }
  | { kind: 'quota_spent' }
  | { kind: 'overloaded'; headers?: Record<string, string> }
  | { kind: 'internal' }
  | { kind: 'unknown_model' }
  | { kind: 'too_large' }
  /** Refuses the key and quotes it. */
  | { kind: 'quoted_key' }
  /** Whatever else a server may answer. */
  | { kind: 'answer'; status: number; body: object | string }
  /** Never answers until the emulator is closed or the client goes away. */
  | { kind: 'hang' }
  /** The JSON is cut in the middle. */
  | { kind: 'truncated' };
