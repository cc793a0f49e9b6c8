import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../http/validate.ts';
import { readPeriod } from './period.ts';

const lateToday = new Date('2026-03-01T23:30:00Z');

describe('a period', () => {
  it('is the 90 days that end today, UTC, when nothing is said', () => {
    expect(readPeriod({}, lateToday)).toEqual({
      from: '2025-12-02',
      to: '2026-03-01',
      start: new Date('2025-12-02T00:00:00Z'),
      end: new Date('2026-03-02T00:00:00Z'),
    });
  });

  it('is the 90 days that end with the last day when only that is given', () => {
    expect(readPeriod({ to: '2025-06-30' }, lateToday)).toMatchObject({ from: '2025-04-02' });
  });

  it('ends today when only the first day is given', () => {
    expect(readPeriod({ from: '2026-02-28' }, lateToday)).toMatchObject({ to: '2026-03-01' });
    expect(() => readPeriod({ from: '2026-03-02' }, lateToday)).toThrow(InvalidInput);
  });

  it('may be one day', () => {
    const day = { from: '2025-06-30', to: '2025-06-30' };
    expect(readPeriod(day, lateToday)).toMatchObject(day);
  });
});
