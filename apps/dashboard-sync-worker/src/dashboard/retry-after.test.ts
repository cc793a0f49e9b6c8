import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.ts';

const nowMs = Date.UTC(2026, 0, 5, 9, 0, 0);

describe('retryAfterMs', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['a date', 'Mon, 05 Jan 2026 09:00:30 GMT', 30_000],
    ['a date that has passed', 'Mon, 05 Jan 2026 08:00:00 GMT', 0],
    ['more than 15 minutes', '86400', 900_000],
    ['a date far ahead', 'Tue, 05 Jan 2027 09:00:00 GMT', 900_000],
  ])('reads %s: %s', (_, header, expected) => {
    expect(retryAfterMs(header, nowMs)).toBe(expected);
  });

  it.each([null, '', 'soon'])('has no answer to %j', (header) => {
    expect(retryAfterMs(header, nowMs)).toBeUndefined();
  });
});
