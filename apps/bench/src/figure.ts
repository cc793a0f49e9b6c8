type Unit = 's' | 'MiB' | 'ratio';

/** Something measured and, where the project promises one, its limit in the same unit. */
export interface Figure {
  name: string;
  value: number;
  unit: Unit;
  atMost?: number;
  atLeast?: number;
}

const decimals: Record<Unit, number> = { s: 3, MiB: 1, ratio: 2 };

export const meetsLimit = ({ value, atMost = Infinity, atLeast = -Infinity }: Figure): boolean =>
  value <= atMost && value >= atLeast;

/** Name, value, limit and verdict, as cells of a table. */
export function figureCells(figure: Figure): string[] {
  const { name, value, unit, atMost, atLeast } = figure;
  const suffix = unit === 'ratio' ? '' : ` ${unit}`;
  const limit = atMost ?? atLeast;
  return [
    name,
    `${value.toFixed(decimals[unit])}${suffix}`,
    limit === undefined ? '' : `${atMost === undefined ? '≥' : '≤'} ${limit}${suffix}`,
    limit === undefined ? '' : verdict(figure),
  ];
}

function verdict(figure: Figure): string {
  if (meetsLimit(figure)) return 'ok';
  return figure.unit === 'MiB' ? 'too much' : 'too slow';
}
