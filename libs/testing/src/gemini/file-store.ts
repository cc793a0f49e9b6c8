import { randomUUID } from 'node:crypto';
import { WireError, type WireAnswer } from './wire.ts';

interface StoredFile {
  mimeType: string;
  expectedBytes: number;
  chunks: Buffer[];
  /** Uploads count from `final`; before that the file does not exist for anyone. */
  final: boolean;
  processingAnswersLeft: number;
}

export interface UploadStart {
  file?: { name?: string; mimeType?: string };
}

export interface FileStore {
  start(body: UploadStart, bytes: number, uploadUrl: (id: string) => string): WireAnswer;
  /** One piece of an upload; `command` is the X-Goog-Upload-Command header. */
  append(name: string, chunk: Buffer, offset: number, command: string): WireAnswer;
  get(name: string): WireAnswer;
  remove(name: string): WireAnswer;
  /** The content of a file that a model call refers to. */
  content(uri: string): Buffer;
  names(): string[];
}

const received = (file: StoredFile): Buffer => Buffer.concat(file.chunks);

/** The Files API's state: resumable uploads, and files that are PROCESSING for one GET, then ACTIVE. */
export function createFileStore(baseUrl: string): FileStore {
  const files = new Map<string, StoredFile>();

  function existing(name: string): StoredFile {
    const file = files.get(name);
    if (file?.final) return file;
    throw new WireError(
      403,
      'PERMISSION_DENIED',
      `You do not have permission to access the File ${name} or it may not exist.`,
    );
  }

  const resource = (name: string, file: StoredFile): object => ({
    name,
    uri: `${baseUrl}/v1beta/${name}`,
    mimeType: file.mimeType,
    sizeBytes: received(file).length.toString(),
    state: file.processingAnswersLeft > 0 ? 'PROCESSING' : 'ACTIVE',
  });

  return {
    start(body, bytes, uploadUrl) {
      const name = body.file?.name ?? `files/${randomUUID()}`;
      if (!/^files\/[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
        throw new WireError(400, 'INVALID_ARGUMENT', `Invalid file name ${name}.`);
      }
      if (files.has(name)) throw new WireError(409, 'ALREADY_EXISTS', `${name} already exists.`);
      const mimeType = body.file?.mimeType ?? 'application/octet-stream';
      const progress = { chunks: [], final: false, processingAnswersLeft: 2 };
      files.set(name, { mimeType, expectedBytes: bytes, ...progress });
      return {
        status: 200,
        headers: { 'x-goog-upload-url': uploadUrl(name), 'x-goog-upload-status': 'active' },
        body: {},
      };
    },
    append(name, chunk, offset, command) {
      const file = files.get(name);
      if (!file || file.final || received(file).length !== offset) {
        throw new WireError(400, 'INVALID_ARGUMENT', 'The upload does not continue where it was.');
      }
      file.chunks.push(chunk);
      if (!command.includes('finalize')) {
        return { status: 200, headers: { 'x-goog-upload-status': 'active' }, body: {} };
      }
      if (received(file).length !== file.expectedBytes) {
        throw new WireError(400, 'INVALID_ARGUMENT', 'The upload has not the announced size.');
      }
      file.final = true;
      return {
        status: 200,
        headers: { 'x-goog-upload-status': 'final' },
        body: { file: resource(name, file) },
      };
    },
    get(name) {
      const file = existing(name);
      file.processingAnswersLeft = Math.max(0, file.processingAnswersLeft - 1);
      return { status: 200, body: resource(name, file) };
    },
    remove(name) {
      existing(name);
      files.delete(name);
      return { status: 200, body: {} };
    },
    content(uri) {
      const name = uri.slice(uri.lastIndexOf('files/'));
      const file = existing(name);
      if (file.processingAnswersLeft > 0) {
        throw new WireError(
          400,
          'FAILED_PRECONDITION',
          `The File ${name} is not in an ACTIVE state and usage is not allowed.`,
        );
      }
      return received(file);
    },
    names: () => [...files].filter(([, file]) => file.final).map(([name]) => name),
  };
}
