import { newId, type Scope } from '@memo/entities';
import type { Request, Response } from 'express';
import type { ReadFields } from '../../http/route.ts';
import { InvalidInput } from '../../http/validate.ts';
import { whenGone } from '../../http/when-gone.ts';
import type { ReceivedUpload, ReceiveUpload } from '../../upload/uploads.ts';
import { fieldsSchema, type SuggestionFields } from './suggestions.schemas.ts';

interface Asked {
  scope: Pick<Scope, 'workspaceId' | 'actor'>;
  readFields: ReadFields;
  req: Request;
  res: Response;
}

interface Uploaded extends Pick<ReceivedUpload, 'requireRoomIn'> {
  fields: SuggestionFields;
  suggestionId: string;
  gone: AbortSignal;
}

/**
 * Gives `use` an uploaded recording for as long as it works on it; whatever comes of it, the recording goes.
 * @throws InvalidInput for a form that is not one audio_file and the fields there are; AppError as every upload does.
 */
export async function withUpload<T>(
  receive: ReceiveUpload,
  { scope, readFields, req, res }: Asked,
  use: (upload: Uploaded) => Promise<T>,
): Promise<T> {
  if (!req.is('multipart/form-data')) throw notMultipart();
  const suggestionId = newId();
  const upload = await receive(req, res, scope, suggestionId);
  try {
    const { audio_file: asText = '', ...fields } = upload.fields;
    if (asText !== '') throw fileProblem(sentAsText, 'type_error.file');
    if (upload.recordings.length === 0) throw fileProblem('field required', 'value_error.missing');
    const gone = whenGone(res, 'The client did not wait for the suggestion.');
    const { requireRoomIn } = upload;
    return await use({
      fields: readFields(fieldsSchema, fields),
      suggestionId,
      requireRoomIn,
      gone,
    });
  } finally {
    // Not waited for: a storage that hangs must not hold the answer back.
    void upload.discard();
  }
}

const sentAsText = 'arrived as text; send it as a file, a part of the form with a file name';

const fileProblem = (msg: string, type: string): InvalidInput =>
  new InvalidInput([{ loc: ['body', 'audio_file'], msg, type }]);

const notMultipart = (): InvalidInput =>
  new InvalidInput([
    {
      loc: ['body'],
      msg: 'send a multipart/form-data form with audio_file',
      type: 'value_error.content_type',
    },
  ]);
