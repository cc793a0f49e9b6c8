import type { Fault, ScriptedTurn } from './types.ts';

export interface WireAnswer {
  status: number;
  /** JSON, or a text that is sent as it is. */
  body: object | string;
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

/** Thrown by a handler whose model stops before its end, with what it said until then. It is billed. */
export class StoppedAnswer extends Error {
  readonly turns: ScriptedTurn[];
  readonly fault: Extract<Fault, { kind: 'truncated' | 'stopped' }>;

  constructor(turns: ScriptedTurn[], finishReason: 'MAX_TOKENS' | 'SAFETY' | 'RECITATION') {
    super(`The model stopped: ${finishReason}.`);
    this.name = 'StoppedAnswer';
    this.turns = turns;
    this.fault =
      finishReason === 'MAX_TOKENS' ? { kind: 'truncated' } : { kind: 'stopped', finishReason };
  }
}

/** A protobuf Duration in JSON: whole seconds bare, else with milliseconds ("3s", "0.100s"). */
export function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${(ms / 1000).toFixed(3)}s`;
}
