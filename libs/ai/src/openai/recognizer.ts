import { readFile } from 'node:fs/promises';
import type { OpenAI } from 'openai';
import { speechModel, type TranscribeFormat } from '../models/openai-models.ts';
import { parseJson } from '../reading/lenient-json.ts';
import { keptOf, onlySpeaker, type AudioSent, type ReadAnswer } from '../reading/turns.ts';
import type { Recognition, RecognitionProblem } from '../recognition.schema.ts';
import type { RecognizeRequest, RecognizerCapabilities, SpeechRecognizer } from '../recognizer.ts';
import { callOpenAi, type OpenAiOptions } from './client.ts';
import { nameOf } from './errors.ts';
import { readTranscription } from './transcription.ts';
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
          .create({ ...form, file, model, ...languageHint(model, languages) })
          .asResponse();
        // Read by us: what is not JSON was paid for too.
        const body = parseJson(await response.text());
        const read = readTranscription[format](body, { durationMs, diarize });
        return {
          ...recognizedIn(read, { durationMs, diarize }),
          provider: 'openai',
          // These answers do not say which model gave them.
          model,
          usage: transcriptionUsage(body),
        };
      }),
  };

  function recognizedIn(
    read: ReadAnswer | null,
    sent: AudioSent,
  ): Pick<Recognition, 'utterances' | 'unread' | 'givenTwice' | 'problem'> {
    const problem =
      read === null ? unreadable(responseFormat) : lackOf(read, sent.diarize, format, options);
    if (read === null || problem !== null) return { utterances: [], problem };
    return { ...keptOf(read), problem };
  }
}

const unreadable = (responseFormat: string): RecognitionProblem => ({
  reason: 'unreadable_answer',
  detail: `it is not of the form ${responseFormat}`,
});

/** One segment without a speaker, or two, may be a slip. */
const leastSegments = 3;

/** What the model was said to tell and does not: that is how it is, and no matter of asking again. */
function lackOf(
  { utterances, untimed }: ReadAnswer,
  diarize: boolean,
  format: TranscribeFormat,
  server: OpenAiRecognizerOptions,
): RecognitionProblem | null {
  const noSpeakers =
    format === 'diarized' &&
    diarize &&
    utterances.length >= leastSegments &&
    utterances.every(({ speaker }) => speaker === onlySpeaker);
  if (!untimed && !noSpeakers) return null;
  const [lacks, formats] = untimed
    ? ['text without times', 'plain']
    : ['segments without speakers', 'verbose or plain'];
  return {
    reason: 'unreadable_answer',
    detail: `it has ${lacks}`,
    setting: `${nameOf(server)} answers ${lacks} with the model ${server.model}; set OPENAI_TRANSCRIBE_FORMAT to ${formats}, or OPENAI_TRANSCRIBE_MODEL to a model that tells them.`,
  };
}

/** By their codes of two letters: one language, or all that may be spoken where the model takes several. Never both. */
function languageHint(
  model: string,
  given: readonly string[],
): { language?: string; languages?: string[] } {
  const codes = given.map((one) => /^([a-z]{2})(?:-|$)/i.exec(one)?.[1]?.toLowerCase());
  if (speechModel(model).languages === 'many') {
    const known = [...new Set(codes)].filter((code) => code !== undefined);
    return known.length > 0 ? { languages: known } : {};
  }
  const [only] = codes;
  return codes.length === 1 && only !== undefined ? { language: only } : {};
}
