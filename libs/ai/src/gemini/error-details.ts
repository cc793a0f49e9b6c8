import type { ApiError } from '@google/genai';
import { z } from 'zod';
import { offsetToMs } from './offsets.ts';

const detail = z.object({
  reason: z.string().optional(),
  retryDelay: z.string().optional(),
  violations: z.array(z.object({ quotaId: z.string().default('') })).default([]),
});

const errorBody = z.object({
  error: z.object({ message: z.string().default(''), details: z.array(detail).catch([]) }),
});

export interface ErrorDetails {
  message: string;
  /** ErrorInfo reasons, e.g. API_KEY_INVALID. */
  reasons: string[];
  quotaIds: string[];
  retryDelayMs: number | null;
}

/** What Google's error says. The SDK puts the whole JSON body into the message of its ApiError. */
export function readErrorDetails(error: ApiError): ErrorDetails {
  const parsed = errorBody.safeParse(parseJson(error.message));
  const { message, details } = parsed.data?.error ?? { message: '', details: [] };
  return {
    message,
    reasons: details.flatMap(({ reason }) => reason ?? []),
    quotaIds: details.flatMap(({ violations }) => violations.map(({ quotaId }) => quotaId)),
    retryDelayMs:
      details.map((one) => offsetToMs(one.retryDelay)).find((ms) => ms !== null) ?? null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
