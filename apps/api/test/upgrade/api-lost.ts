/** The parts of OpenAPI 3.1 that say what goes over the wire. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: Schema | boolean;
}

interface Media {
  schema?: Schema;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, Schema> };
}

interface Field {
  types: string[];
  required: boolean;
}

/** What a client of the old document would miss or be refused for, a line each. */
export function apiLost(then: ApiDocument, now: ApiDocument): string[] {
  return Object.entries(then.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const kept = now.paths[path]?.[method];
      if (kept === undefined) return [`${name} is gone`];
      return [
        ...requestLost(asked(operation, then), asked(kept, now, bodyTypes(operation)), name),
        ...answersLost(operation, kept, then, now, name),
      ];
    }),
  );
}

function requestLost(then: Map<string, Field>, now: Map<string, Field>, name: string): string[] {
  const gone = [...then.keys()].filter((field) => !now.has(field));
  const needed = [...now].filter(([field, { required }]) => required && !then.get(field)?.required);
  return [
    ...gone.map((field) => `${name} no longer takes ${field}`),
    ...needed.map(([field]) => `${name} now needs ${field}`),
  ];
}

function answersLost(
  operation: Operation,
  kept: Operation,
  then: ApiDocument,
  now: ApiDocument,
  name: string,
): string[] {
  return Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, { content = {} }]) =>
      Object.entries(content).flatMap(([type, media]) => {
        const answer = kept.responses[status]?.content?.[type];
        if (answer === undefined) return [`${name} no longer answers ${status} ${type}`];
        const fields = fieldsOf(answer.schema, now);
        return [...fieldsOf(media.schema, then)].flatMap(([field, { types, required }]) => {
          const same = fields.get(field);
          if (same === undefined) return [`${name} no longer answers ${field}`];
          // More may come of a field than did; what did must still come.
          const missing = types.filter((type) => !same.types.includes(type));
          if (missing.length > 0)
            return [`${name} no longer answers ${field} as ${missing.join()}`];
          return required && !same.required ? [`${name} may leave ${field} out`] : [];
        });
      }),
    );
}

const bodyTypes = ({ requestBody }: Operation): string[] => Object.keys(requestBody?.content ?? {});

/** @param sent the types of bodies that a client sends: of another one, beside them, nothing is asked of it. */
function asked(
  operation: Operation,
  document: ApiDocument,
  sent: readonly string[] = [],
): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const { name, in: place, required = false } of operation.parameters ?? []) {
    fields.set(`${place} ${name}`, { types: [], required });
  }
  const { required = false, content = {} } = operation.requestBody ?? {};
  for (const [type, { schema }] of Object.entries(content)) {
    if (sent.length > 0 && !sent.includes(type)) continue;
    fields.set(type, { types: [], required });
    for (const [field, found] of fieldsOf(schema, document)) fields.set(`${type}${field}`, found);
  }
  return fields;
}

/** Every field below a schema by its path: `.data[].title`. */
function fieldsOf(schema: Schema | undefined, document: ApiDocument): Map<string, Field> {
  const fields = new Map<string, Field>();
  function walk(given: Schema | undefined, path: string, within: readonly string[]): void {
    if (given === undefined) return;
    if (given.$ref !== undefined) {
      // A schema that has itself below it ends where it begins again.
      if (within.includes(given.$ref)) return;
      walk(resolve(given, document), path, [...within, given.$ref]);
      return;
    }
    for (const one of [...(given.anyOf ?? []), ...(given.oneOf ?? []), ...(given.allOf ?? [])]) {
      walk(one, path, within);
    }
    walk(given.items, `${path}[]`, within);
    if (typeof given.additionalProperties === 'object') {
      walk(given.additionalProperties, `${path}{}`, within);
    }
    for (const [name, property] of Object.entries(given.properties ?? {})) {
      const field = `${path}.${name}`;
      const required = given.required?.includes(name) ?? false;
      fields.set(field, { types: typesOf(property, document), required });
      walk(property, field, within);
    }
  }
  walk(schema, '', []);
  return fields;
}

const resolve = ({ $ref = '' }: Schema, document: ApiDocument): Schema | undefined =>
  document.components.schemas?.[$ref.split('/').at(-1) ?? ''];

function typesOf(schema: Schema, document: ApiDocument): string[] {
  const target = schema.$ref === undefined ? schema : (resolve(schema, document) ?? {});
  const parts = [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])];
  return [target.type ?? [], ...parts.map((part) => typesOf(part, document))].flat();
}
