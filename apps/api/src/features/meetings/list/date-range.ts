/** A stretch of time a client named: a day, or a millisecond, which is how exact the API's own times are. */
export interface DateRange {
  start: Date;
  /** The first instant after it. */
  end: Date;
}

// A plus sign that was not encoded arrives as a space; nothing else can stand there.
const form =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+ -])(0\d|1[0-5])(?::?([0-5]\d))?)?)?$/i;

const dayMs = 24 * 60 * 60 * 1_000;

/** An ISO date, the whole day in UTC, or date-time, UTC unless it has an offset. Null when it is neither. */
export function parseDateRange(text: string): DateRange | null {
  const [, date, minute, second = '00', fraction = '', sign, hours = '0', minutes = '0'] =
    form.exec(text) ?? [];
  if (date === undefined) return null;
  const written = `${date}T${minute ?? '00:00'}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const local = new Date(written);
  // 30 February would quietly become 2 March.
  if (Number.isNaN(local.getTime()) || local.toISOString() !== written) return null;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const start = new Date(local.getTime() - offsetMs);
  // Postgres knows no year 0.
  if (start.getUTCFullYear() < 1 || start.getUTCFullYear() > 9_999) return null;
  return { start, end: new Date(start.getTime() + (minute === undefined ? dayMs : 1)) };
}
