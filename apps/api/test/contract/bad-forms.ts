import { newId } from '@memo/entities';
import { jsonTexts } from './bad-bodies.ts';
import type { BadRequest } from './bad-request.ts';
import { formOf, type Operation, type Schema } from './operation.ts';
import type { ValidRequest } from './route-row.ts';

/** What a field of this name must not be, beside what none may be. */
const badFields: Readonly<Record<string, readonly string[]>> = {
  participants: ['{"a": 1}', 'Ann, Bo', '[42]', '["a\\u0000b"]', '[""]', '"Ann"'],
  speakers_expected: ['0', '51', '-1', '1.5', '1e3', ' 4 ', 'four', '9'.repeat(30)],
  languages: [
    'English',
    'xx-invalid-tag!!',
    'en_US',
    '[42]',
    '["en"',
    '{"en": 1}',
    'en,de,fr,it,es,pt',
  ],
};

/** A good form with one thing wrong, and what is no form. */
export function badForms(operation: Operation, { form }: ValidRequest): BadRequest[] {
  const schema = formOf(operation);
  if (schema === null || form === undefined) return [];
  const bad = (what: string, changed: Partial<typeof form>, ...fields: string[]): BadRequest => ({
    what,
    request: { form: { ...form, ...changed } },
    status: 422,
    at: fields.map((field) => ['body', field] as const),
  });
  const withField = (name: string, value: string | string[], what: string): BadRequest =>
    bad(`${name}: ${what}`, { fields: { ...form.fields, [name]: value } }, name);
  const { required = [], properties = {} } = schema;
  const texts = Object.entries(properties).filter(([, { format }]) => format !== 'binary');
  const takesJson = operation.requestBody?.content['application/json'] !== undefined;
  const file = Buffer.from('<html>hello</html>');
  return [
    ...jsonTexts.map((body) => ({
      ...bad(`JSON: ${body.slice(0, 20)}`, {}),
      request: { body },
      // What takes no JSON does not read it.
      ...(takesJson && body.length > 1_000_000 && { status: 413 }),
    })),
    // A form of nothing is sent as no form.
    bad('no file', { files: {} }, ...(Object.keys(form.fields).length > 0 ? ['audio_file'] : [])),
    bad('another file', { files: { ...form.files, virus: file } }, 'virus'),
    bad(
      'the file as text',
      { fields: { ...form.fields, audio_file: 'x' }, files: {} },
      'audio_file',
    ),
    ...[file, Buffer.alloc(0)].map((content) => ({
      ...bad(`a file of ${content.length} bytes that is no audio`, {
        files: { audio_file: content },
      }),
      status: 400,
    })),
    ...texts
      .filter(([name]) => required.includes(name))
      .map(([name]) => {
        const rest = Object.entries(form.fields).filter(([key]) => key !== name);
        return bad(`without ${name}`, { fields: Object.fromEntries(rest) }, name);
      }),
    ...texts.flatMap(([name, field]) =>
      badTexts(name, field).map(([what, value]) => withField(name, value, what)),
    ),
    ...texts
      .filter(([, { format }]) => format === 'uuid')
      .map(([name]) => ({
        ...withField(name, newId(), 'unknown'),
        // A workspace does not exist for a user who is not a member of it.
        ...(name === 'organization' && { status: 404, at: [] }),
      })),
    // More than a form may have.
    {
      ...bad('many fields', {
        fields: {
          ...form.fields,
          ...Object.fromEntries(range(60).map((at) => [`field${at}`, '1'])),
        },
      }),
      status: 400,
    },
  ];
}

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

function badTexts(name: string, field: Schema): [string, string | string[]][] {
  return [
    ['a NUL', 'a\0b'],
    ['twice', ['a', 'b']],
    ['too long', 'x'.repeat((field.maxLength ?? 60_000) + 1)],
    ['far too long', 'x'.repeat(70_000)],
    ...(field.format === 'uuid' ? ['42'] : []).map((id): [string, string] => [id, id]),
    ...(badFields[name] ?? []).map((text): [string, string] => [text, text]),
  ];
}
