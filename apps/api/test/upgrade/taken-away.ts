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
