import type { OpenApiDocument } from './openapi.ts';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json | undefined;
}

/**
 * The same document in OpenAPI 3.0.3, for generators that know no 3.1. Said otherwise there: null, exclusive limits,
 * constants, the examples of schemas, and the license.
 */
export function asOpenApi30(document: OpenApiDocument): JsonObject {
  const copy = JSON.parse(JSON.stringify(document)) as JsonObject;
  // 3.0 knows none, and there are none.
  delete copy.webhooks;
  const { info, components, paths, ...rest } = copy;
  const { schemas, ...others } = components as JsonObject;
  return {
    ...rest,
    openapi: '3.0.3',
    info: withoutIdentifier(info as JsonObject),
    paths: withSchemas(paths as Json),
    components: { ...(withSchemas(others) as JsonObject), schemas: eachOf(schemas) },
  };
}

/** There is an address of a license, and no name of a list. */
function withoutIdentifier({ license, ...info }: JsonObject): JsonObject {
  const { name } = license as JsonObject;
  return { ...info, license: { name } };
}

/** What is no schema, with the schemas in it; examples are data, and stay as they are. */
function withSchemas(value: Json): Json {
  if (Array.isArray(value)) return value.map(withSchemas);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, part = null]): [string, Json] => {
    if (key === 'schema') return [key, asSchema(part)];
    return [key, key === 'example' || key === 'examples' ? part : withSchemas(part)];
  });
  return Object.fromEntries(entries);
}

const inside: Readonly<Record<string, (value: Json) => Json>> = {
  properties: eachOf,
  items: asSchema,
  additionalProperties: asSchema,
  not: asSchema,
  allOf: all,
  anyOf: all,
  oneOf: all,
};

function asSchema(schema: Json): Json {
  if (!isObject(schema)) return schema;
  // What stands beside a reference is not read there.
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  const entries = Object.entries(withoutNull(schema)).flatMap(([key, value = null]) => {
    const convert = inside[key];
    return convert === undefined ? asKeyword(key, value) : [[key, convert(value)] as const];
  });
  return Object.fromEntries(entries);
}

function asKeyword(key: string, value: Json): (readonly [string, Json])[] {
  switch (key) {
    case 'exclusiveMinimum':
      return [['minimum', value] as const, [key, true] as const];
    case 'exclusiveMaximum':
      return [['maximum', value] as const, [key, true] as const];
    case 'const':
      return [['enum', [value]]];
    case 'examples':
      return Array.isArray(value) && value.length > 0 ? [['example', value[0] ?? null]] : [];
    default:
      return [[key, value]];
  }
}

/** What is null and nothing else: there, null is none of the types. */
const nothing: JsonObject = { type: 'object', nullable: true, enum: [null] };

/** `nullable` in place of a type beside others. */
function withoutNull({ type, anyOf, ...rest }: JsonObject): JsonObject {
  if (Array.isArray(anyOf))
    return { anyOf: anyOf.map((one) => (isNull(one) ? nothing : one)), ...rest };
  if (!Array.isArray(type)) return type === undefined ? rest : { type, ...rest };
  const others = type.filter((one) => one !== 'null');
  const nullable = others.length < type.length && { nullable: true };
  const [only = null] = others;
  if (others.length === 1) return { type: only, ...rest, ...nullable };
  return { anyOf: others.map((one) => ({ type: one, ...nullable })), ...rest };
}

const isNull = (schema: Json): boolean => isObject(schema) && schema.type === 'null';

function all(value: Json): Json {
  return Array.isArray(value) ? value.map(asSchema) : value;
}

function eachOf(value: Json | undefined): JsonObject {
  const entries = Object.entries((value ?? {}) as JsonObject);
  return Object.fromEntries(entries.map(([key, part = null]) => [key, asSchema(part)]));
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
