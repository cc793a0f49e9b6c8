/**
 * What an answer had and no longer has, a line each. Fields may be new; none may go or change, and lists keep their
 * length and order. A document may be laid out anew, and has its words in their order.
 */
export function lost(then: unknown, now: unknown, at: string): string[] {
  if (Array.isArray(then)) {
    if (!Array.isArray(now)) return [`${at} was a list`];
    if (now.length !== then.length) return [`${at} had ${then.length} entries, not ${now.length}`];
    return then.flatMap((one, index) => lost(one, now[index], `${at}[${index}]`));
  }
  if (isObject(then)) {
    if (!isObject(now)) return [`${at} was an object`];
    return Object.entries(then).flatMap(([name, value]) =>
      name in now ? lost(value, now[name], `${at}.${name}`) : [`${at}.${name} is gone`],
    );
  }
  if (Object.is(then, now) || (isExport.test(at) && hasWordsOf(then, now))) return [];
  return [`${at} was ${JSON.stringify(then)}, not ${JSON.stringify(now)}`];
}

const isExport = /\/export\?format=\w+\.body$/;

function hasWordsOf(then: unknown, now: unknown): boolean {
  if (typeof then !== 'string' || typeof now !== 'string') return false;
  const left = now.split(/\s+/).values();
  return then.split(/\s+/).every((word) => left.some((one) => one === word));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * What answers of the last release had and no longer have, because it was decided so: a list carried its notes twice, and
 * the whole meeting has what a list leaves out. None of it is in the contract's document.
 */
const takenAway = [
  /\.data\[\d*\]\.key_point_items\b/,
  /\.data\[\d*\]\.action_items\[\d*\]\.quote\b/,
];

/** The lines that tell of anything else. */
export const unlessTakenAway = (lines: readonly string[]): string[] =>
  lines.filter((line) => !takenAway.some((field) => field.test(line)));
