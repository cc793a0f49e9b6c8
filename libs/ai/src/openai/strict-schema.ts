const allowedKeywords = new Set([
  ...['$schema', '$defs', '$ref', 'title', 'description'],
  ...['type', 'enum', 'const', 'anyOf', 'properties', 'required', 'additionalProperties', 'items'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'pattern', 'format'],
]);

/**
 * Whether OpenAI takes this JSON schema as one that it holds its answer to: every object is closed and requires all it
 * has, and no keyword is outside of what it knows. A schema that does not fit is refused when sent as strict.
 */
export function fitsStrictRules(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  if (Array.isArray(schema)) return schema.every(fitsStrictRules);
  if (Object.keys(schema).some((keyword) => !allowedKeywords.has(keyword))) return false;
  const node: Schema = schema;
  if (node.type === 'object' && !isClosed(node)) return false;
  const { properties = {}, $defs = {}, items, anyOf } = node;
  return [...Object.values(properties), ...Object.values($defs), items, anyOf].every(
    fitsStrictRules,
  );
}

interface Schema {
  type?: string;
  properties?: Record<string, unknown>;
  required?: string[];
  additionalProperties?: unknown;
  items?: unknown;
  anyOf?: unknown;
  $defs?: Record<string, unknown>;
}

function isClosed({ properties = {}, required = [], additionalProperties }: Schema): boolean {
  return additionalProperties === false && Object.keys(properties).length === required.length;
}
