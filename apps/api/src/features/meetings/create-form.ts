import { given } from '../../http/read-input.ts';
import type { Content } from '../../http/idempotency/fingerprint.ts';
import type { ReadFields } from '../../http/route.ts';
import { InvalidInput, type InputProblem } from '../../http/validate.ts';
import type { ReceivedUpload } from '../../upload/uploads.ts';
import { createFieldsSchema, type CreateFields } from './meetings.schemas.ts';

/** All that was sent and counts, by which one upload is told from another. */
export const contentOf = ({ fields, recordings }: ReceivedUpload): Content => ({
  fields: given(createFieldsSchema, fields),
  files: Object.fromEntries(recordings.map(({ side, sha256 }) => [String(side), sha256])),
});

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
  try {
    const valid = read(createFieldsSchema, rest);
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
