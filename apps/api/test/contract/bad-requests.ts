import { newId } from '@memo/entities';
import { jsonBodyOf, operationOf, type OpenApi, type Operation, type Schema } from './operation.ts';
import type { ValidRequest } from './route-rows.ts';
import type { RunningRoute } from './send.ts';

export interface BadRequest {
  what: string;
  request: ValidRequest;
}

const tenMegabytes = 10 * 1024 * 1024;

/** What a query parameter of this name must not be. */
const badQueries: Readonly<Record<string, readonly string[]>> = {
  page: ['0', '-1', '1.5', 'one', '1e99', '9'.repeat(30), '1\0'],
  limit: ['0', '-1', '1000000000', 'all', 'NaN'],
  date_from: ['yesterday', '2024-02-30', '2024-13-01', '99999-01-01', '1\0'],
  date_to: ['tomorrow', '2024-02-30T25:00:00Z', '0000-00-00'],
  from: ['yesterday', '2024-02-30'],
  to: ['tomorrow', '2024-13-01'],
  status: ['done', '\0'],
  analytics_status: ['done'],
  cursor: ['not-a-cursor', 'e30', '\0'],
  search: ['a\0b', 'x'.repeat(10_000)],
  expiration: ['0', '-5', '99999999999', 'long'],
  view: ['everything'],
  redirect: ['https://elsewhere.example/', 'javascript:alert(1)'],
};

/** Everything bad that can be made of a good request to this route. */
export function badRequests(
  document: OpenApi,
  route: RunningRoute,
  valid: ValidRequest,
  columns: readonly string[],
): BadRequest[] {
  const operation = operationOf(document, route);
  return [
    ...badParams(route, valid),
    ...badQuery(operation, valid),
    ...badBodies(jsonBodyOf(document, operation), valid, columns),
    ...(valid.form === undefined ? [] : badForms(valid.form, columns)),
  ];
}

function badParams({ path }: RunningRoute, valid: ValidRequest): BadRequest[] {
  const ids = [...path.matchAll(/\{(\w+_id)\}/g)].map(([, name = '']) => name);
  return ids.flatMap((name) =>
    ['42', 'not-a-uuid', `${newId()}0`, 'a\0b', '%', newId()].map((value) => ({
      what: `${name} ${JSON.stringify(value)}`,
      request: { ...valid, params: { ...valid.params, [name]: value } },
    })),
  );
}

function badQuery({ parameters = [] }: Operation, valid: ValidRequest): BadRequest[] {
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  return names.flatMap((name) =>
    (badQueries[name] ?? ['a\0b']).map((value) => ({
      what: `${name}=${value.slice(0, 40)}`,
      request: { ...valid, query: { ...valid.query, [name]: value } },
    })),
  );
}

function badBodies(
  schema: Schema | null,
  valid: ValidRequest,
  columns: readonly string[],
): BadRequest[] {
  if (schema === null || valid.body === undefined) return [];
  const { body } = valid;
  const bad = (what: string, changed: unknown): BadRequest => ({
    what,
    request: { ...valid, body: changed as Record<string, unknown> },
  });
  const properties = Object.entries(schema.properties ?? {});
  const fields = properties.flatMap(([name, field]) =>
    badValues(field).map(([what, value]) => bad(`${name}: ${what}`, { ...body, [name]: value })),
  );
  const missing = (schema.required ?? []).map((name) => {
    const rest = Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
    return bad(`without ${name}`, rest);
  });
  const injected = columns
    .filter((name) => !(name in (schema.properties ?? {})))
    .map((name) => bad(`with ${name}`, { ...body, [name]: 1 }));
  const form = { fields: { title: 'x' }, files: { file: Buffer.from('x') } };
  return [
    ...fields,
    ...missing,
    ...injected,
    bad('a list', [body]),
    bad('a field named __proto__', JSON.parse('{"__proto__": {"isAdmin": true}, "x": 1}')),
    bad('10 MB', { ...body, filler: 'x'.repeat(tenMegabytes) }),
    { what: 'a form', request: { ...(valid.params && { params: valid.params }), form } },
  ];
}

/** Values a field of this schema must refuse. Text in a number, a number in a text, what no database can store. */
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
  else values.push(['a list of numbers', [42]], ['a list with a NUL', ['a\0b']]);
  if (kinds.includes('string')) values.push(['too long', 'x'.repeat(500_000)]);
  return values;
}

const formFields = ['title', 'description', 'participants', 'templateid', 'custom_template_points'];

function badForms(
  form: NonNullable<ValidRequest['form']>,
  columns: readonly string[],
): BadRequest[] {
  const bad = (what: string, changed: Partial<typeof form>): BadRequest => ({
    what,
    request: { form: { ...form, ...changed } },
  });
  const withField = (what: string, name: string, value: string): BadRequest =>
    bad(`${name}: ${what}`, { fields: { ...form.fields, [name]: value } });
  return [
    { what: 'JSON', request: { body: { ...form.fields, audio_file: 'x' } } },
    bad('no file', { files: {} }),
    bad('a file that is no audio', { files: { audio_file: Buffer.from('<html>hello</html>') } }),
    bad('an empty file', { files: { audio_file: Buffer.alloc(0) } }),
    bad('another file', { files: { ...form.files, virus: Buffer.from('x') } }),
    bad('the file as text', { fields: { ...form.fields, audio_file: 'x' }, files: {} }),
    bad('no title', { fields: {} }),
    ...formFields.map((name) => withField('a NUL', name, 'a\0b')),
    withField('too long', 'title', 'x'.repeat(60_000)),
    withField('an object', 'participants', '{"a": 1}'),
    withField('not JSON', 'participants', 'Ann, Bo'),
    withField('unknown', 'templateid', newId()),
    withField('no UUID', 'templateid', '42'),
    ...columns
      .filter((name) => !formFields.includes(name))
      .map((name) => withField('injected', name, '1')),
  ];
}
