import { readFile } from 'node:fs/promises';
import type { OpenAI } from 'openai';
import { parseJson } from '../calls/structured-answer.ts';
import type { RecognitionProblem } from '../recognition.schema.ts';
import type { RecognizeRequest, RecognizerCapabilities, SpeechRecognizer } from '../recognizer.ts';
import { callOpenAi, type OpenAiOptions } from './client.ts';
import { readTranscription, type TranscribeFormat } from './transcription.ts';
import { transcriptionUsage } from './usage.ts';

export interface OpenAiRecognizerOptions extends OpenAiOptions {
  /** What the model can answer. */
  format: TranscribeFormat;
}

type Create = OpenAI.Audio.TranscriptionCreateParamsNonStreaming;
type TranscriptionForm = Required<Pick<Create, 'response_format'>> &
  Pick<Create, 'chunking_strategy' | 'timestamp_granularities'>;

const minuteMs = 60_000;

/** 25 MB are 13 minutes of the audio we send; its newer models take 23 minutes. The rest is room for the form. */
const longestMs = 12 * minuteMs;
/** Nothing in the answer says when anything was said, so the audio must. */
const longestUntimedMs = 5 * minuteMs;

const capabilities: Record<TranscribeFormat, RecognizerCapabilities> = {
  diarized: { maxChunkMs: longestMs, diarization: true, wordTimes: false },
  verbose: { maxChunkMs: longestMs, diarization: false, wordTimes: true },
  plain: { maxChunkMs: longestUntimedMs, diarization: false, wordTimes: false },
};

const forms: Record<TranscribeFormat, TranscriptionForm> = {
  diarized: { response_format: 'diarized_json', chunking_strategy: 'auto' },
  verbose: { response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'] },
  plain: { response_format: 'json' },
};

/** The transcription endpoint of OpenAI, or of a server that speaks as it does. */
export function createOpenAiRecognizer(options: OpenAiRecognizerOptions): SpeechRecognizer {
  const { model, format } = options;
  const form = forms[format];
  const responseFormat = form.response_format ?? 'json';
  const asked = { modelVariable: 'OPENAI_TRANSCRIBE_MODEL', responseFormat } as const;

  return {
    provider: 'openai',
    model,
    capabilities: capabilities[format],
    recognize: ({ audioPath, durationMs, diarize, languages, signal }: RecognizeRequest) =>
      callOpenAi(options, asked, signal, async (client) => {
        const file = new File([await readFile(audioPath)], 'audio.wav', { type: 'audio/wav' });
        const response = await client.audio.transcriptions
          .create({ ...form, file, model, ...languageOf(languages) })
          .asResponse();
        // Read by us: what is not JSON was paid for too.
        const body = parseJson(await response.text());
        const utterances = readTranscription[format](body, { durationMs, diarize });
        return {
          utterances: utterances ?? [],
          problem: utterances === null ? unreadable(responseFormat) : null,
          provider: 'openai',
          // These answers do not say which model gave them.
          model,
          usage: transcriptionUsage(body),
        };
      }),
  };
}

const unreadable = (responseFormat: string): RecognitionProblem => ({
  reason: 'unreadable_answer',
  detail: `it is not of the form ${responseFormat}`,
});

/** One language can be hinted at, by its code of two letters. */
function languageOf(languages: string[]): { language?: string } {
  const language = /^([a-z]{2})(?:-|$)/i.exec(languages.length === 1 ? (languages[0] ?? '') : '');
  return language?.[1] === undefined ? {} : { language: language[1].toLowerCase() };
}
