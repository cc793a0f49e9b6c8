type Unit = 's' | 'ms' | 'MiB' | 'ratio' | 'share' | 'count';

/** Something measured and, where the project promises one, its limit in the same unit. */
export interface Figure {
  name: string;
  value: number;
  unit: Unit;
  atMost?: number;
  atLeast?: number;
}

const decimals: Record<Unit, number> = { s: 3, ms: 0, MiB: 1, ratio: 2, share: 4, count: 0 };

/** Numbers of nothing in particular. */
const bare: readonly Unit[] = ['ratio', 'share', 'count'];

export const meetsLimit = ({ value, atMost = Infinity, atLeast = -Infinity }: Figure): boolean =>
  value <= atMost && value >= atLeast;

/** Whether more is better; null where nothing is promised. */
export function isBetterHigher({ atMost, atLeast }: Figure): boolean | null {
  if (atMost === undefined && atLeast === undefined) return null;
  return atMost === undefined;
}

/** How far a figure is from the last release's. */
export interface Move {
  /** Of the released value: 0.05 is 5 % more. */
  by: number;
  isWorse: boolean;
}

/** Name, value, limit and verdict, as cells of a table; and how far it is from the last release's. */
export function figureCells(figure: Figure, move: Move | null): string[] {
  const { name, value, unit, atMost, atLeast } = figure;
  const suffix = bare.includes(unit) ? '' : ` ${unit}`;
  const limit = atMost ?? atLeast;
  return [
    name,
    `${value.toFixed(decimals[unit])}${suffix}`,
    limit === undefined ? '' : `${atMost === undefined ? '≥' : '≤'} ${limit}${suffix}`,
    limit === undefined ? '' : meetsLimit(figure) ? 'ok' : 'missed',
    move === null ? '' : `${move.by < 0 ? '' : '+'}${(move.by * 100).toFixed(0)}%`,
    move?.isWorse === true ? 'worse' : '',
  ];
}
