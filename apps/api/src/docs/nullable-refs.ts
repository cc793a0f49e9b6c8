/**
 * The generator writes a nullable reference as `allOf: [ref, {type: [object, null]}]`, which null does not satisfy,
 * because it does not satisfy the reference. Rewritten as a choice of the two.
 */
export function allowNullRefs<T>(document: T): T {
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) => rewrite(value)) as T;
}

function rewrite(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('allOf' in value)) return value;
  const parts: unknown = value.allOf;
  if (!Array.isArray(parts) || parts.length !== 2) return value;
  const [reference, nullable] = parts as [unknown, unknown];
  if (!isReference(reference) || !allowsNull(nullable)) return value;
  const annotations = Object.entries(nullable).filter(([key]) => key !== 'type');
  return { anyOf: [reference, { type: 'null' }], ...Object.fromEntries(annotations) };
}

function isReference(part: unknown): part is { $ref: string } {
  return typeof part === 'object' && part !== null && '$ref' in part;
}

function allowsNull(part: unknown): part is { type: unknown[] } {
  return (
    typeof part === 'object' &&
    part !== null &&
    'type' in part &&
    Array.isArray(part.type) &&
    part.type.includes('null')
  );
}
