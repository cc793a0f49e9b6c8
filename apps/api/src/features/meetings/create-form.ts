import type { z } from 'zod';
import { given } from '../../http/read-input.ts';
import type { Content } from '../../http/idempotency/fingerprint.ts';
import type { ReadFields } from '../../http/route.ts';
import { InvalidInput, type InputProblem } from '../../http/validate.ts';
import type { ReceivedUpload } from '../../upload/uploads.ts';
import { createFieldsSchema, createJsonSchema, type CreateFields } from './meetings.schemas.ts';

/** All that was sent and counts, by which one upload is told from another. */
export const contentOf = ({ fields, recordings }: ReceivedUpload): Content => ({
  fields: given(createFieldsSchema, fields),
  files: Object.fromEntries(recordings.map(({ side, sha256 }) => [String(side), sha256])),
});

/** The same of a meeting that is made without a recording. */
export const contentOfJson = (sent: unknown): Content => ({
  fields: given(createJsonSchema, sent),
});

/**
 * The fields of a meeting whose recording comes later.
 * @throws InvalidInput also for a file in it: one that were ignored would be waited for in vain.
 */
export function fieldsOfJson(sent: unknown, read: ReadFields): CreateFields {
  const given = new Map(Object.entries<unknown>({ ...(sent as object) }));
  const problems = ['audio_file', 'second_audio_file']
    .filter((name) => ![undefined, null, ''].includes(given.get(name) as string))
    .map((name): InputProblem => ({
      loc: ['body', name],
      msg: 'cannot be sent as JSON; send a form, or initiate its upload once the meeting is made',
      type: 'type_error.file',
    }));
  return readAll(createJsonSchema, { sent, read }, problems);
}

export const notMultipart = (): InvalidInput =>
  new InvalidInput([
    {
      loc: ['body'],
      msg: 'send a multipart/form-data form with title and audio_file',
      type: 'value_error.content_type',
    },
  ]);

/** The fields of the form. @throws InvalidInput with all that is wrong with it, a missing file included. */
export function fieldsOf({ fields, recordings }: ReceivedUpload, read: ReadFields): CreateFields {
  const { audio_file: first = '', second_audio_file: second = '', ...rest } = fields;
  const problems: InputProblem[] = [];
  if (first !== '') problems.push(notAFile('audio_file'));
  else if (!recordings.some(({ side }) => side === 0)) {
    problems.push({
      loc: ['body', 'audio_file'],
      msg: 'field required',
      type: 'value_error.missing',
    });
  }
  if (second !== '') problems.push(notAFile('second_audio_file'));
  return readAll(createFieldsSchema, { sent: rest, read }, problems);
}

/** @throws InvalidInput with all its problems and those that were found before. */
function readAll(
  schema: z.ZodType<CreateFields>,
  { sent, read }: { sent: unknown; read: ReadFields },
  problems: InputProblem[],
): CreateFields {
  try {
    const valid = read(schema, sent);
    if (problems.length === 0) return valid;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    problems.push(...error.problems);
  }
  throw new InvalidInput(problems);
}

const notAFile = (field: string): InputProblem => ({
  loc: ['body', field],
  msg: 'arrived as text; send it as a file, a part of the form with a file name',
  type: 'type_error.file',
});
