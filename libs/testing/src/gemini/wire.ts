export interface WireAnswer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** Ends the handling of a request with an error in Google's JSON shape. */
export class WireError extends Error {
  readonly answer: WireAnswer;

  constructor(code: number, status: string, message: string, details: object[] = []) {
    super(message);
    this.name = 'WireError';
    this.answer = { status: code, body: { error: { code, message, status, details } } };
  }
}

/** A protobuf Duration in JSON: whole seconds bare, else with milliseconds ("3s", "0.100s"). */
export function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${(ms / 1000).toFixed(3)}s`;
}
