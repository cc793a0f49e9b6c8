import { z } from 'zod';
import { InvalidInput } from '../../http/validate.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const defaultDays = 90;
const maxYears = 5;

const day = z.iso
  .date({ error: 'must be a date such as 2025-06-24', abort: true })
  .refine((date) => date >= '1970' && date < '3000', 'must be a date between 1970 and 2999')
  .optional();

export const periodQuerySchema = z.object({
  from: day.describe('The first day, in UTC; 90 days that end with `to` when not given'),
  to: day.describe('The last day, in UTC; today when not given'),
});

export type PeriodQuery = z.output<typeof periodQuerySchema>;

/** Whole days in UTC. */
export interface Period {
  /** ISO dates, both included. */
  from: string;
  to: string;
  /** The moments between which they lie: the first one belongs to the period, the second does not. */
  start: Date;
  end: Date;
}

/** @throws InvalidInput for a period that runs back or is longer than five years. */
export function readPeriod(query: PeriodQuery, now: Date = new Date()): Period {
  const to = query.to ?? isoDate(now);
  const from = query.from ?? isoDate(new Date(Date.parse(to) - (defaultDays - 1) * dayMs));
  const start = new Date(from);
  const end = new Date(Date.parse(to) + dayMs);
  if (start >= end) throw refused('must not be later than the last day');
  if (end > yearsAfter(start))
    throw refused(`must be at most ${maxYears} years before the last day`);
  return { from, to, start, end };
}

function yearsAfter(start: Date): Date {
  const date = new Date(start);
  date.setUTCFullYear(date.getUTCFullYear() + maxYears);
  return date;
}

const isoDate = (date: Date): string => date.toISOString().slice(0, 10);

const refused = (msg: string): InvalidInput =>
  new InvalidInput([{ loc: ['query', 'from'], msg, type: 'value_error' }]);
