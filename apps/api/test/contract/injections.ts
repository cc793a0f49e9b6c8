import type { DataSource } from 'typeorm';

/** Of what is injected: nothing else has them. */
export const marks = [
  'mass-assigned',
  '0bad0bad-0bad-7bad-8bad-0bad0bad0bad',
  '987654321',
  '2001-02-03',
];

const [text = '', uuid = '', number = '', date = ''] = marks;

/** Fewer than the fields a form may have. */
const atOnce = 40;

/** A field for every column there is, by both of its names, with a value of its type; in parts that a form has room for. */
export function injections(
  dataSource: DataSource,
  known: readonly string[],
): Record<string, unknown>[] {
  const columns = new Map(
    dataSource.entityMetadatas.flatMap((entity) =>
      entity.columns.flatMap(({ propertyName, databaseName, type, enum: words }) =>
        [propertyName, databaseName].map((name) => [name, valueOf(String(type), words)] as const),
      ),
    ),
  );
  const fields = [...columns].filter(([name]) => !known.includes(name));
  return Array.from({ length: Math.ceil(fields.length / atOnce) }, (_, at) =>
    Object.fromEntries(fields.slice(at * atOnce, (at + 1) * atOnce)),
  );
}

function valueOf(type: string, words: readonly unknown[] | undefined): unknown {
  if (words !== undefined) return 'COMPLETED';
  if (type === 'uuid') return uuid;
  if (/int|numeric|float|double|real/.test(type)) return Number(number);
  if (type.startsWith('bool')) return true;
  if (type.startsWith('timestamp') || type === 'date') return `${date}T04:05:06Z`;
  return type.startsWith('json') ? [text] : text;
}
