import { newId } from '@memo/entities';
import type { BadRequest } from './bad-request.ts';
import type { Operation, Schema } from './operation.ts';
import type { ValidRequest } from './route-row.ts';

/** Fewer than the problems one answer names. */
const columnsAtOnce = 40;

const tenMegabytes = JSON.stringify({ filler: 'x'.repeat(10 * 1024 * 1024) });

/** A good body with one thing wrong, and what is no body at all. */
export function badBodies(
  operation: Operation,
  schema: Schema | null,
  valid: ValidRequest,
  columns: readonly string[],
): BadRequest[] {
  const { body } = valid;
  const lenient = operation['x-contract'] === true;
  if (schema === null || typeof body !== 'object' || body === null) return [];
  const properties = Object.entries(schema.properties ?? {});
  const bad = (what: string, changed: unknown, ...fields: string[]): BadRequest => ({
    what,
    request: { ...valid, body: changed },
    status: 422,
    at: fields.map((field) => ['body', field] as const),
  });
  const mayBeEmpty = (name: string) => lenient && !(schema.required ?? []).includes(name);
  const values = properties.flatMap(([name, field]) =>
    badValues(field)
      .filter(([, value]) => !(mayBeEmpty(name) && (value === null || value === '')))
      .map(([what, value]) => bad(`${name}: ${what}`, { ...body, [name]: value }, name)),
  );
  const unknownIds = properties
    .filter(([, field]) => field.format === 'uuid')
    .map(([name]) => ({
      ...bad(
        `${name}: unknown`,
        { ...body, [name]: newId() },
        ...(name === 'templateid' ? [name] : []),
      ),
      // A field of the contract's form that is wrong, there and in JSON.
      status: name === 'templateid' ? 422 : 404,
    }));
  const missing = (schema.required ?? []).map((name) => {
    const rest = Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
    return bad(`without ${name}`, rest, name);
  });
  const own = new Set(properties.map(([name]) => name));
  const injected = inGroups(
    columns.filter((name) => !lenient && !own.has(name)),
    columnsAtOnce,
  ).map((names) =>
    bad(
      `with ${names.join(', ')}`,
      { ...body, ...Object.fromEntries(names.map((name) => [name, 1])) },
      ...names,
    ),
  );
  const form = { fields: { title: 'x' }, files: { file: Buffer.from('x') } };
  return [
    ...values,
    ...unknownIds,
    ...missing,
    ...injected,
    ...(operation.requestBody?.required === false
      ? []
      : [bad('nothing', undefined), bad('an empty object', {})]),
    bad('a list', [body]),
    bad(
      'nothing but __proto__',
      '{"__proto__": {"isAdmin": true}}',
      ...(lenient ? [] : ['__proto__']),
    ),
    ...['null', '"text"', '42'].map((text) => ({ ...bad(text, text), status: 422 })),
    ...['{', '\0'].map((text) => ({ ...bad(text, text), status: 400 })),
    { ...bad('10 MB', tenMegabytes), status: 413 },
    { ...bad('a form', undefined), request: { ...valid, body: undefined, form } },
  ];
}

/** JSON instead of a form, to be put into a request as its body. */
export const jsonTexts: readonly string[] = ['{"title": "x", "audio_file": "x"}', tenMegabytes];

/** Values a field of this schema must refuse: of another type, too long, what no database can store. */
function badValues(field: Schema): [string, unknown][] {
  const kinds = [field, ...(field.anyOf ?? [])].flatMap(({ type }) => type ?? []);
  const values: [string, unknown][] = [
    ['nested', { a: [{ b: 1 }] }],
    ['a NUL', 'a\0b'],
    ['half a character', '\ud800'],
  ];
  if (!kinds.includes('null')) values.push(['null', null]);
  if (!kinds.includes('number') && !kinds.includes('integer')) values.push(['a number', 42]);
  if (!kinds.includes('boolean')) values.push(['true', true]);
  if (!kinds.includes('array')) values.push(['a list', ['a']]);
  if (kinds.includes('string')) values.push(...badTexts(field));
  if (field.format === 'uuid') values.push(['no UUID', '42']);
  if (field.items !== undefined) {
    values.push(...badValues(field.items).map(([what, item]) => inside(`${what} in it`, [item])));
    values.push(['too many', Array.from({ length: 5_000 }, () => 'a')]);
  }
  const entries = field.additionalProperties;
  if (typeof entries === 'object') {
    values.push(
      ...badValues(entries).map(([what, value]) => inside(`${what} in it`, { Speaker1: value })),
      ['a name with a NUL', { 'a\0b': 'x' }],
      ['a long name', { ['x'.repeat(5_000)]: 'x' }],
      ['no names', {}],
    );
  }
  return values;
}

const inside = (what: string, value: unknown): [string, unknown] => [what, value];

function badTexts({ maxLength, minLength = 0 }: Schema): [string, unknown][] {
  const texts: [string, unknown][] = [['far too long', 'x'.repeat(500_000)]];
  if (maxLength !== undefined) texts.push(['one too long', 'x'.repeat(maxLength + 1)]);
  if (minLength > 0) texts.push(['empty', '']);
  return texts;
}

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
