import { AppError } from '@memo/errors';
import multer from 'multer';
import { InvalidInput } from '../http/validate.ts';

/**
 * Anything that can go wrong while a form is read, as an error for the person who sent it.
 * @param files the files the form may have, the one it must have first.
 */
export function asUploadError(thrown: unknown, files: readonly [string, ...string[]]): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof multer.MulterError) return describe(thrown, files);
  // What is left comes from the parser or a connection that broke: the request never arrived whole.
  return new AppError(
    'invalid_input',
    'The upload did not arrive whole or is not a valid multipart form. Please send it again.',
    { code: 'upload_incomplete', cause: thrown },
  );
}

function describe(
  { code, field = 'form', message }: multer.MulterError,
  [required, optional]: readonly [string, ...string[]],
): AppError {
  switch (code) {
    case 'LIMIT_UNEXPECTED_FILE':
      return new InvalidInput([
        {
          loc: ['body', field],
          msg: `unexpected file; send one ${required}${optional === undefined ? ' and no other' : ` and, if you like, one ${optional}`}`,
          type: 'value_error.extra',
        },
      ]);
    case 'LIMIT_FIELD_VALUE':
      return new InvalidInput([
        { loc: ['body', field], msg: 'value is too long', type: 'value_error.any_str.max_length' },
      ]);
    default:
      return new AppError('invalid_input', `The form cannot be read: ${message}.`);
  }
}
