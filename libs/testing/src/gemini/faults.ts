import type { Fault, RequestKind } from './types.ts';
import { duration, WireError } from './wire.ts';

const detail = (type: string, fields: object): object => ({
  '@type': `type.googleapis.com/google.rpc.${type}`,
  ...fields,
});

export const invalidKey = (): WireError =>
  new WireError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    detail('ErrorInfo', { reason: 'API_KEY_INVALID', domain: 'googleapis.com' }),
  ]);

/** The error a fault is on the wire; null for faults that spoil an answer rather than refuse it. */
export function faultError(fault: Fault, apiKey: string): WireError | null {
  switch (fault.kind) {
    case 'rate_limited':
      return new WireError(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.', [
        detail('QuotaFailure', {
          violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }],
        }),
        detail('RetryInfo', { retryDelay: duration(fault.retryDelayMs) }),
      ]);
    case 'daily_quota':
      // The real API sends a short RetryInfo even when the quota is back only tomorrow.
      return new WireError(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.', [
        detail('QuotaFailure', {
          violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
        }),
        detail('RetryInfo', { retryDelay: '18s' }),
      ]);
    case 'overloaded':
      return new WireError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
    case 'internal':
      return new WireError(500, 'INTERNAL', 'An internal error has occurred.');
    case 'suspended_key':
      return new WireError(
        403,
        'PERMISSION_DENIED',
        `Permission denied: Consumer 'api_key:${apiKey}' has been suspended.`,
        [detail('ErrorInfo', { reason: 'CONSUMER_SUSPENDED', domain: 'googleapis.com' })],
      );
    case 'lost_file':
      return new WireError(
        403,
        'PERMISSION_DENIED',
        'You do not have permission to access the File abc or it may not exist.',
      );
    case 'lost_session':
      return new WireError(404, 'NOT_FOUND', 'Requested entity was not found.');
    case 'unknown_model':
      return new WireError(404, 'NOT_FOUND', 'The model is not found for API version v1beta.');
    case 'hang':
    case 'truncated':
    case 'stopped':
    case 'empty':
    case 'parts':
      return null;
  }
}

export interface FaultQueue {
  add(fault: Fault, on: RequestKind | undefined): void;
  /** The fault waiting for a request of this kind, taken off the queue. */
  take(kind: RequestKind): Fault | undefined;
  /** Takes off every fault that no request has met. */
  clear(): void;
}

export function createFaultQueue(): FaultQueue {
  const waiting: { fault: Fault; on: RequestKind | undefined }[] = [];
  return {
    add: (fault, on) => void waiting.push({ fault, on }),
    take(kind) {
      const isModelCall = kind === 'transcribe' || kind === 'generate';
      const index = waiting.findIndex(({ on }) => (on === undefined ? isModelCall : on === kind));
      return index === -1 ? undefined : waiting.splice(index, 1)[0]?.fault;
    },
    clear: () => void waiting.splice(0),
  };
}
