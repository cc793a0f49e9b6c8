import { readForm } from '../speech-service/read-form.ts';
import type { TranscriptionConfig } from '../gemini/types.ts';
import { unsupportedFormat } from './faults.ts';
import type { ResponseFormat } from './types.ts';
import { OpenAiWireError } from './wire.ts';

/** A form sent to /audio/transcriptions, read and held to the rules of the real API. */
export interface TranscriptionCall {
  model: string;
  audio: Buffer;
  format: ResponseFormat;
  wantsWords: boolean;
  config: TranscriptionConfig;
  fields: Record<string, unknown>;
}

const largestBytes = 26_214_400;

export async function readTranscriptionCall(
  body: Buffer,
  contentType: string,
  formats: readonly ResponseFormat[],
): Promise<TranscriptionCall> {
  const form = await readForm(body, contentType);
  if (form === null) throw new OpenAiWireError(400, 'Could not parse multipart form.');
  const file = form.get('file');
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  if (!(file instanceof Blob)) throw invalid('file', 'a file is required');
  if (file.size > largestBytes) {
    throw new OpenAiWireError(413, `Maximum content size limit (${largestBytes}) exceeded.`);
  }
  const format = (text('response_format') || 'json') as ResponseFormat;
  if (!formats.includes(format)) throw unsupportedFormat(format);
  const granularities = form.getAll('timestamp_granularities[]').map(String);
  if (granularities.length > 0 && format !== 'verbose_json') {
    throw invalid('timestamp_granularities', 'only with verbose_json');
  }
  if (format === 'diarized_json' && text('chunking_strategy') === '') {
    throw invalid('chunking_strategy', 'required for diarization models');
  }
  const language = text('language');
  const languages = form.getAll('languages[]').map(String);
  const isNew = text('model') === 'gpt-transcribe';
  if (isNew && format !== 'json') throw unsupportedFormat(format);
  if (isNew ? language !== '' : languages.length > 0) {
    throw invalid(isNew ? 'language' : 'languages', 'not supported by this model');
  }
  if (languages.some((one) => !/^[a-z]{2}$/.test(one))) throw invalid('languages', 'not ISO-639-1');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw invalid('language', 'not ISO-639-1');
  return {
    model: text('model'),
    audio: Buffer.from(await file.arrayBuffer()),
    format,
    wantsWords: granularities.includes('word'),
    config: {
      diarization: format === 'diarized_json',
      wordTimestamp: granularities.includes('word'),
      ...(language !== '' && { languageCodes: [language] }),
      ...(languages.length > 0 && { languageCodes: languages }),
    },
    fields: Object.fromEntries(
      [...new Set(form.keys())]
        .filter((name) => name !== 'file')
        .map((name) => [name, name.endsWith('[]') ? form.getAll(name) : form.get(name)]),
    ),
  };
}

const invalid = (param: string, message: string): OpenAiWireError =>
  new OpenAiWireError(400, `${param}: ${message}`, { param, code: 'invalid_value' });
