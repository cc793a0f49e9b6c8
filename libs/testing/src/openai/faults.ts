import type { Fault } from './types.ts';
import { OpenAiWireError, type WireAnswer } from './wire.ts';

export const invalidKey = (key: string): OpenAiWireError =>
  new OpenAiWireError(
    401,
    `Incorrect API key provided: ${key}. You can find your API key in your account settings.`,
    { code: 'invalid_api_key' },
  );

export const unsupportedFormat = (value: string): OpenAiWireError =>
  new OpenAiWireError(400, `response_format '${value}' is not compatible with this model.`, {
    ...{ param: 'response_format', code: 'unsupported_value' },
  });

/** The refusal a fault is on the wire; null for faults that spoil an answer rather than refuse it. */
export function faultAnswer(fault: Fault, key: string): WireAnswer | null {
  switch (fault.kind) {
    case 'rate_limited':
      return refusal(429, 'Rate limit reached for requests.', 'rate_limit_exceeded', fault.headers);
    case 'insufficient_quota':
      // A delay of seconds comes with it, too.
      return refusal(429, 'You exceeded your current quota.', 'insufficient_quota', {
        'retry-after': '2',
      });
    case 'overloaded':
      return refusal(503, 'The engine is currently overloaded.', 'overloaded', fault.headers);
    case 'internal':
      return refusal(500, 'The server had an error while processing your request.', 'server_error');
    case 'unknown_model':
      return refusal(404, 'The model does not exist or you have no access.', 'model_not_found');
    case 'too_large':
      return refusal(413, 'Maximum content size limit (26214400) exceeded.', 'too_large');
    case 'quoted_key':
      return invalidKey(key).answer;
    case 'answer':
      return { status: fault.status, body: fault.body };
    case 'hang':
    case 'truncated':
    case 'stopped':
    case 'refusal':
      return null;
  }
}

const refusal = (
  status: number,
  message: string,
  code: string,
  headers?: Record<string, string>,
): WireAnswer => new OpenAiWireError(status, message, { type: code, code }, headers).answer;

export interface FaultQueue {
  add(fault: Fault): void;
  take(): Fault | undefined;
}

export function createFaultQueue(): FaultQueue {
  const waiting: Fault[] = [];
  return { add: (fault) => void waiting.push(fault), take: () => waiting.shift() };
}
