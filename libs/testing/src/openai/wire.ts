import { WireError } from '../gemini/wire.ts';

export interface WireAnswer {
  status: number;
  headers?: Record<string, string>;
  /** JSON, or a text that is sent as it is. */
  body: object | string;
}

interface ErrorFields {
  type?: string;
  param?: string | null;
  code?: string | null;
}

/** Ends the handling of a request with an error in OpenAI's JSON shape. */
export class OpenAiWireError extends Error {
  readonly answer: WireAnswer;

  constructor(
    status: number,
    message: string,
    { type = 'invalid_request_error', param = null, code = null }: ErrorFields = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'OpenAiWireError';
    this.answer = { status, headers, body: { error: { message, type, param, code } } };
  }
}

/** Whatever went wrong as an answer; what handlers of the Gemini emulator throw means the same here. */
export function asAnswer(error: unknown): WireAnswer {
  if (error instanceof OpenAiWireError) return error.answer;
  if (!(error instanceof WireError)) return new OpenAiWireError(500, String(error)).answer;
  const { status, body } = error.answer;
  const retryDelay = /"retryDelay":"([\d.]+)s"/.exec(JSON.stringify(body))?.[1];
  const isSpent = JSON.stringify(body).includes('PerDay');
  const fields = isSpent ? { type: 'insufficient_quota', code: 'insufficient_quota' } : {};
  const headers = retryDelay === undefined ? {} : { 'retry-after': retryDelay };
  return new OpenAiWireError(status, error.message, fields, headers).answer;
}
