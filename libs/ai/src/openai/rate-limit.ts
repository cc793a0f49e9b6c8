import { readRetryAfter } from '@memo/outbound';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const unitMs: Record<string, number> = {
  ms: 1,
  s: secondMs,
  m: minuteMs,
  h: hourMs,
  d: dayMs,
};

/**
 * How long the server asks to wait: by `Retry-After` in seconds or as a date, else until the limits it names are reset.
 * Between a second and a day; null when it does not say.
 */
export function retryAfterMs(headers: Headers | undefined, nowMs: number): number | null {
  const asked = readRetryAfter(headers?.get('retry-after'), nowMs) ?? resetMs(headers);
  return asked === null ? null : Math.min(Math.max(asked, secondMs), dayMs);
}

/** Of the limits of requests and of tokens the one that is spent; the later where that is not told. */
function resetMs(headers: Headers | undefined): number | null {
  const limits = ['requests', 'tokens'].flatMap((what) => {
    const ms = durationMs(headers?.get(`x-ratelimit-reset-${what}`) ?? '');
    return ms === null
      ? []
      : [{ ms, spent: headers?.get(`x-ratelimit-remaining-${what}`) === '0' }];
  });
  if (limits.length === 0) return null;
  const spent = limits.filter((limit) => limit.spent);
  return Math.max(...(spent.length > 0 ? spent : limits).map(({ ms }) => ms));
}

/** "6m0s", "1.5s" or "12ms" in whole milliseconds; null for anything else. */
function durationMs(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  return Math.ceil(
    parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitMs[unit] ?? 0), 0),
  );
}
