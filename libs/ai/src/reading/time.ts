const amount = String.raw`\d+(?:[.,]\d+)?`;
/** 62.5, "62.5", "62,5 s" */
const plain = new RegExp(`^(-?${amount}) ?(?:s|sec|seconds?)?$`, 'i');
/** "1:02", "01:02.5", "0:62.5s", "1:02:03", "00:01:02,500" */
const clock = new RegExp(String.raw`^(?:(\d+):)?(\d+):(${amount}) ?s?$`, 'i');
/** "00:12:345": minutes, seconds and thousandths. */
const thousandths = /^(\d+):(\d{2}):(\d{3})$/;

/**
 * A time in an answer, in whole milliseconds: seconds as a number or a text, a clock, or seconds and nanos apart. Null
 * for everything else.
 */
export function timeToMs(given: unknown): number | null {
  const ms = anyToMs(given);
  return ms !== null && Math.abs(ms) <= longestMs ? ms : null;
}

/** What is longer than a year of audio is no time. */
const longestMs = 366 * 24 * 3_600_000;

function anyToMs(given: unknown): number | null {
  if (typeof given === 'number') return Number.isFinite(given) ? Math.round(given * 1_000) : null;
  if (typeof given === 'string') return textToMs(given.trim().replace(/^[[(](.*)[\])]$/, '$1'));
  if (typeof given !== 'object' || given === null || !('seconds' in given)) return null;
  const { seconds, nanos = 0 } = given as { seconds: unknown; nanos?: unknown };
  const ms = anyToMs(seconds);
  return ms === null ? null : ms + Math.round(Number(nanos) / 1e6 || 0);
}

function textToMs(text: string): number | null {
  const seconds = plain.exec(text)?.[1];
  if (seconds !== undefined) return Math.round(numberOf(seconds) * 1_000);
  const [, atMinutes, atSeconds, ms] = thousandths.exec(text) ?? [];
  if (ms !== undefined) return (Number(atMinutes) * 60 + Number(atSeconds)) * 1_000 + Number(ms);
  const [, hours = '0', minutes, rest] = clock.exec(text) ?? [];
  if (minutes === undefined || rest === undefined) return null;
  return Math.round((Number(hours) * 3_600 + Number(minutes) * 60 + numberOf(rest)) * 1_000);
}

const numberOf = (text: string): number => Number(text.replace(',', '.'));
