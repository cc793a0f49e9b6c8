import type { HttpService } from '../calls/http-errors.ts';
import { audioType } from '../calls/post-file.ts';
import { askService, recognizedIn, type SpeechServiceOptions } from '../calls/speech-service.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import { answeringModel, readDeepgramAnswer, readDeepgramRefusal, usageIn } from './answer.ts';

const deepgramBaseUrl = 'https://api.deepgram.com/v1';

/** It takes 2 GB, and gives up after 10 minutes of work. One bad moment is not to cost more than this. */
const maxChunkMs = 30 * 60_000;

/** Deepgram's endpoint for recordings. */
export function createDeepgramRecognizer(options: SpeechServiceOptions): SpeechRecognizer {
  const { apiKey, baseUrl = deepgramBaseUrl, model, timeoutMs } = options;
  const service: HttpService = {
    who: 'Deepgram',
    key: { value: apiKey, variable: 'DEEPGRAM_API_KEY' },
    model,
    variables: { model: 'DEEPGRAM_MODEL', baseUrl: 'DEEPGRAM_BASE_URL' },
  };
  return {
    provider: 'deepgram',
    model,
    capabilities: { maxChunkMs, diarization: true, wordTimes: true },
    takesFlac: true,
    recognize: async ({ audioPath, durationMs, diarize, languages, signal }) => {
      const query = new URLSearchParams({
        model,
        smart_format: 'true',
        utterances: 'true',
        ...(diarize && { diarize_model: 'latest' }),
        ...languageOf(languages),
      });
      const body = await askService(service, timeoutMs, signal, {
        url: `${baseUrl.replace(/\/+$/, '')}/listen?${query.toString()}`,
        headers: {
          accept: 'application/json',
          authorization: `Token ${apiKey}`,
          'content-type': audioType(audioPath),
        },
        filePath: audioPath,
        readRefusal: readDeepgramRefusal,
      });
      return {
        ...recognizedIn(
          readDeepgramAnswer(body, { durationMs, diarize }),
          `Deepgram answers words without times with the model ${model}; set DEEPGRAM_MODEL to one that tells them, such as nova-3.`,
        ),
        provider: 'deepgram',
        model: answeringModel(body) ?? model,
        usage: usageIn(body),
      };
    },
  };
}

/** It takes English for granted where it is told nothing. `multi` follows speakers from one language to another. */
function languageOf(languages: readonly string[]): Record<string, string> {
  const [only] = languages;
  if (only === undefined) return { detect_language: 'true' };
  return { language: languages.length === 1 ? only : 'multi' };
}
