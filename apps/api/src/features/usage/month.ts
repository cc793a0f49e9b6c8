import { z } from 'zod';

/** How many months before the one asked for are listed. */
const monthsBefore = 12;

export const monthQuerySchema = z.object({
  month: z
    .string()
    .regex(/^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
    .optional()
    .describe('In UTC; the current one when not given'),
});

export type MonthQuery = z.output<typeof monthQuerySchema>;

/** A calendar month in UTC. */
export interface Month {
  /** Like `2026-11`. */
  month: string;
  /** Its first moment, and the first one after it. */
  start: Date;
  end: Date;
  /** The first moment of the months listed before it. */
  earliest: Date;
}

export function readMonth(query: MonthQuery, now: Date = new Date()): Month {
  const month = query.month ?? now.toISOString().slice(0, 7);
  const start = new Date(month);
  return { month, start, end: monthsFrom(start, 1), earliest: monthsFrom(start, -monthsBefore) };
}

function monthsFrom(start: Date, months: number): Date {
  const date = new Date(start);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date;
}
