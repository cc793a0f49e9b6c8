import { z } from 'zod';

/**
 * All schemas with a name (`.meta({ id })`) anywhere inside routes or schemas. The generator gets them before any
 * route, because it shapes a component after its first use, and a first use may be nullable.
 */
export function namedSchemas(part: unknown, seen = new Set()): z.ZodType[] {
  if (typeof part !== 'object' || part === null || seen.has(part)) return [];
  seen.add(part);
  const inside = part instanceof z.ZodType ? part.def : part;
  const inner = Object.values<unknown>({ ...inside }).flatMap((item) => namedSchemas(item, seen));
  return part instanceof z.ZodType && part.meta()?.id !== undefined ? [...inner, part] : inner;
}
