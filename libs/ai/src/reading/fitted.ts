import type { z } from 'zod';
import { isFields } from './fields.ts';

type Path = readonly PropertyKey[];

/** The value with how many elements of its lists were left out, or the places that do not fit. */
export type Fitted<T> = { value: T; leftOut: number } | { places: string[] };

/** Leaving out one element may show that another does not fit either; each round settles all that is known. */
const mostRounds = 5;

/**
 * What a model answered, in the form it was asked for: numbers given as text and lists given as nothing are read, and an
 * element of a list that cannot be read is left out and counted. What is not in a list must fit, and most of a list.
 */
export function fitted<T>(schema: z.ZodType<T>, given: unknown): Fitted<T> {
  const copy: unknown = structuredClone(given);
  const holder = { value: copy };
  let leftOut = 0;
  for (let round = 1; ; round += 1) {
    const { data, error } = schema.safeParse(holder.value);
    if (error === undefined) return { value: data, leftOut };
    const places = error.issues.map(({ path }) => path.join('.') || 'the whole');
    if (round > mostRounds) return { places };
    const odd = new Set<string>();
    for (const issue of error.issues) {
      const path = ['value', ...issue.path];
      if (isRead(holder, path, issue)) continue;
      const element = path.findLastIndex((key) => typeof key === 'number');
      if (element < 0) return { places };
      odd.add(JSON.stringify(path.slice(0, element + 1)));
    }
    leftOut += odd.size;
    // From the end: what is taken out moves what stands behind it.
    const paths = [...odd].map((path) => JSON.parse(path) as (string | number)[]);
    if (!areFew(holder, paths)) return { places };
    for (const path of paths.sort(byPlaceBackwards)) takeOut(holder, path);
  }
}

/** Puts a value that says the same in the form that is wanted in its place, where there is one. */
function isRead(holder: object, path: Path, issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_type') return false;
  const [parent, key] = [at(holder, path.slice(0, -1)), path.at(-1)];
  const value = at(holder, path);
  const wanted = asWanted(issue.expected, value);
  if (wanted === undefined || key === undefined || typeof parent !== 'object' || parent === null) {
    return false;
  }
  return Reflect.set(parent, key, wanted);
}

function asWanted(expected: string, value: unknown): unknown {
  if (expected === 'number' || expected === 'int') {
    const isNumber = typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value);
    return isNumber ? Number(value) : undefined;
  }
  if (expected === 'string') return typeof value === 'number' ? String(value) : undefined;
  if (expected !== 'array') return undefined;
  if (value === null || value === undefined) return [];
  return isFields(value) || typeof value === 'string' ? [value] : undefined;
}

function at(holder: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    holder,
  );
}

/** Whether no list loses half of its elements: that would be another answer. */
function areFew(holder: object, paths: readonly Path[]): boolean {
  const lists = Map.groupBy(paths, (path) => JSON.stringify(path.slice(0, -1)));
  return [...lists.values()].every((odd) => {
    const list = at(holder, odd[0]?.slice(0, -1) ?? []);
    return Array.isArray(list) && 2 * odd.length < list.length;
  });
}

function takeOut(holder: object, path: Path): void {
  const list = at(holder, path.slice(0, -1));
  if (Array.isArray(list)) list.splice(Number(path.at(-1)), 1);
}

function byPlaceBackwards(a: Path, b: Path): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [one, other] = [a[index], b[index]];
    if (typeof one === 'number' && typeof other === 'number' && one !== other) return other - one;
  }
  return b.length - a.length;
}
