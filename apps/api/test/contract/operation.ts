import type { RunningRoute } from './send.ts';

/** As much of a JSON schema as is needed to write something it refuses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  format?: string;
  items?: Schema;
  additionalProperties?: Schema | boolean;
}

interface Parameter {
  name: string;
  required?: boolean;
  in: 'path' | 'query';
  /** Of one that is described once for many; it has nothing else. */
  $ref?: string;
}

export interface Operation {
  /** Of a route of the contract: it ignores what it does not know. */
  'x-contract'?: boolean;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** What the published document says of a route, which it knows under the first of its prefixes. */
export function operationOf(document: OpenApi, { method, path }: RunningRoute): Operation {
  const documented = path.replace(/^\/api(\/v1\/web)?(?!\/v1\/)(?=\/)/, '/api/v1/mobile');
  const [own, usual] = [path, documented].map((one) => document.paths[one]?.[method.toLowerCase()]);
  const operation = own ?? usual;
  if (operation === undefined) throw new Error(`${method} ${documented} is not documented`);
  return operation;
}

/** The schema of an operation's JSON body, references followed; null when it takes none. */
export function jsonBodyOf(document: OpenApi, operation: Operation): Schema | null {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return null;
  return schema.$ref === undefined ? schema : resolve(document, schema.$ref);
}

/** The schema of an operation's multipart form; null when it takes none. */
export function formOf({ requestBody }: Operation): Schema | null {
  return requestBody?.content['multipart/form-data']?.schema ?? null;
}

function resolve({ components }: OpenApi, ref: string): Schema {
  const schema = components.schemas[ref.split('/').at(-1) ?? ''];
  if (schema === undefined) throw new Error(`${ref} is not there`);
  return schema;
}
