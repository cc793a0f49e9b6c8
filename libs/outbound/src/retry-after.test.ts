import { describe, expect, it } from '@jest/globals';
import { readRetryAfter } from './index.ts';

const nowMs = Date.UTC(2026, 0, 5, 9, 0, 0);

describe('a Retry-After header', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['seconds with a fraction', '1.0005', 1_001],
    ['a date', 'Mon, 05 Jan 2026 09:00:30 GMT', 30_000],
    ['a date that has passed', 'Mon, 05 Jan 2026 08:00:00 GMT', 0],
    ['less than nothing', '-5', 0],
    ['a year', 'Tue, 05 Jan 2027 09:00:00 GMT', 365 * 86_400_000],
  ])('of %s is read: %s', (_, header, expected) => {
    expect(readRetryAfter(header, nowMs)).toBe(expected);
  });

  it.each([null, undefined, '', ' ', 'soon', 'Infinity', '1e400'])(
    'of %j says nothing',
    (header) => {
      expect(readRetryAfter(header, nowMs)).toBeUndefined();
    },
  );
});
