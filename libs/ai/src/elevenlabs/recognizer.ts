import { randomUUID } from 'node:crypto';
import type { HttpService } from '../calls/http-errors.ts';
import { audioType } from '../calls/post-file.ts';
import { askService, recognizedIn, type SpeechServiceOptions } from '../calls/speech-service.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import { readElevenLabsAnswer, readElevenLabsRefusal, usageIn } from './answer.ts';

const elevenLabsBaseUrl = 'https://api.elevenlabs.io/v1';

/** It takes 10 hours. One bad moment is not to cost more than this. */
const maxChunkMs = 30 * 60_000;

/** Scribe, ElevenLabs' endpoint for recordings. */
export function createElevenLabsRecognizer(options: SpeechServiceOptions): SpeechRecognizer {
  const { apiKey, baseUrl = elevenLabsBaseUrl, model, timeoutMs } = options;
  const service: HttpService = {
    who: 'ElevenLabs',
    key: { value: apiKey, variable: 'ELEVENLABS_API_KEY' },
    model,
    variables: { model: 'ELEVENLABS_MODEL', baseUrl: 'ELEVENLABS_BASE_URL' },
  };
  return {
    provider: 'elevenlabs',
    model,
    capabilities: { maxChunkMs, diarization: true, wordTimes: true },
    takesFlac: true,
    recognize: async ({ audioPath, durationMs, diarize, languages, signal }) => {
      const fields = {
        model_id: model,
        timestamps_granularity: 'word',
        diarize: String(diarize),
        // "(laughter)" is nothing that was said.
        tag_audio_events: 'false',
        ...languageOf(languages),
      };
      const { contentType, ...form } = asForm(fields, audioType(audioPath));
      const body = await askService(service, timeoutMs, signal, {
        url: `${baseUrl.replace(/\/+$/, '')}/speech-to-text`,
        headers: {
          accept: 'application/json',
          'xi-api-key': apiKey,
          'content-type': contentType,
        },
        filePath: audioPath,
        readRefusal: readElevenLabsRefusal,
        ...form,
      });
      return {
        ...recognizedIn(
          readElevenLabsAnswer(body, { durationMs, diarize }),
          `ElevenLabs answers words without times with the model ${model}; set ELEVENLABS_MODEL to one that tells them, such as scribe_v2.`,
        ),
        provider: 'elevenlabs',
        // These answers do not say which model gave them.
        model,
        usage: usageIn(body),
      };
    },
  };
}

/** One language can be hinted at, by its code of two or three letters. */
function languageOf(languages: readonly string[]): { language_code?: string } {
  const code = /^([a-z]{2,3})(?:-|$)/i.exec(languages.length === 1 ? (languages[0] ?? '') : '');
  return code?.[1] === undefined ? {} : { language_code: code[1].toLowerCase() };
}

/** What stands around a file in a form, so that the file need not be in memory. */
function asForm(fields: Record<string, string>, fileType: string) {
  const boundary = `memo-${randomUUID()}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const extension = fileType.replace('audio/', '');
  const file = `Content-Disposition: form-data; name="file"; filename="audio.${extension}"\r\nContent-Type: ${fileType}\r\n\r\n`;
  return {
    before: [...parts, file].map((part) => `--${boundary}\r\n${part}`).join(''),
    after: `\r\n--${boundary}--\r\n`,
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
