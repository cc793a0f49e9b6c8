import { AppError } from '@memo/errors';
import {
  observeLanguageModel,
  observeRecognizer,
  type OnProviderCall,
} from './calls/observe-calls.ts';
import type { SpeechServiceOptions } from './calls/speech-service.ts';
import { createDeepgramRecognizer } from './deepgram/recognizer.ts';
import { createElevenLabsRecognizer } from './elevenlabs/recognizer.ts';
import { createGeminiLanguageModel } from './gemini/language-model.ts';
import { createPromptedGeminiRecognizer } from './gemini/prompted-recognizer.ts';
import { createGeminiRecognizer } from './gemini/recognizer.ts';
import type { LanguageModel } from './language-model.ts';
import { createExtractiveLanguageModel } from './offline/language-model.ts';
import { createOfflineRecognizer } from './offline/recognizer.ts';
import { formatOf, type TranscribeFormat } from './models/openai-models.ts';
import { createOpenAiLanguageModel } from './openai/language-model.ts';
import { createOpenAiRecognizer } from './openai/recognizer.ts';
import type { SpeechRecognizer } from './recognizer.ts';

type TextProvider = 'gemini' | 'openai' | 'offline';

export const speechProviders = ['gemini', 'openai', 'deepgram', 'elevenlabs', 'offline'] as const;
export type SpeechProvider = (typeof speechProviders)[number];

/** The AI settings as @memo/config gives them. */
export interface AiConfig {
  /** Who turns speech into text, and who writes the note. */
  speech: SpeechProvider;
  text: TextProvider;
  /** Null where it cannot be reached. */
  gemini: {
    apiKey: string;
    /** Google's own address when absent. */
    baseUrl: string | undefined;
    transcribeModel: string;
    /** `prompted`: a model that hears, but was not made for speech. */
    transcribeMode: 'dedicated' | 'prompted';
    /** Whether a speech model is asked when each word was said. */
    wordTimes: boolean;
    /** The longest audio one request may hold, in ms. */
    requestLimitMs: number;
    /** The largest audio that is sent within the request. */
    inlineLimitBytes: number;
    textModel: string;
    timeoutMs: number;
  } | null;
  /** The same for OpenAI or a server that speaks as it does. */
  openai: {
    /** Null for a server that wants none. */
    apiKey: string | null;
    /** OpenAI's own address when absent. */
    baseUrl: string | undefined;
    transcribeModel: string;
    /** Told by the model's name when absent. */
    transcribeFormat: TranscribeFormat | undefined;
    textModel: string;
    timeoutMs: number;
  } | null;
  /** Speech alone. Null without a key. */
  deepgram: SpeechServiceOptions | null;
  elevenlabs: SpeechServiceOptions | null;
}

export interface Ai {
  recognizer: SpeechRecognizer;
  languageModel: LanguageModel;
}

/** The engines of this deployment. @throws AppError `misconfigured` for one that cannot be reached. */
export function createAi(config: AiConfig, onCall?: OnProviderCall): Ai {
  return {
    recognizer: recognizerOf(config, onCall),
    languageModel: observeLanguageModel(languageModelOf(config), onCall),
  };
}

/** What `speech` says. @throws AppError `misconfigured` as `createAi`. */
export const recognizerOf = (config: AiConfig, onCall?: OnProviderCall): SpeechRecognizer =>
  observeRecognizer(speechOf(config), onCall);

function speechOf(config: AiConfig): SpeechRecognizer {
  switch (config.speech) {
    case 'offline':
      return createOfflineRecognizer();
    case 'gemini':
      return geminiRecognizer(reachable(config.gemini, 'GEMINI_KEY'));
    case 'openai': {
      const settings = reachable(config.openai, 'OPENAI_API_KEY');
      const { transcribeModel: model, transcribeFormat, ...options } = settings;
      return createOpenAiRecognizer({
        ...options,
        model,
        format: transcribeFormat ?? formatOf(model),
      });
    }
    case 'deepgram':
      return createDeepgramRecognizer(reachable(config.deepgram, 'DEEPGRAM_API_KEY'));
    case 'elevenlabs':
      return createElevenLabsRecognizer(reachable(config.elevenlabs, 'ELEVENLABS_API_KEY'));
  }
}

function geminiRecognizer(settings: NonNullable<AiConfig['gemini']>): SpeechRecognizer {
  const { transcribeModel: model, transcribeMode, wordTimes, ...options } = settings;
  return transcribeMode === 'prompted'
    ? createPromptedGeminiRecognizer({ ...options, model })
    : createGeminiRecognizer({ ...options, model, wordTimes });
}

function languageModelOf({ text, gemini, openai }: AiConfig): LanguageModel {
  if (text === 'offline') return createExtractiveLanguageModel();
  if (text === 'gemini') {
    const { textModel: model, ...options } = reachable(gemini, 'GEMINI_KEY');
    return createGeminiLanguageModel({ ...options, model });
  }
  const { textModel: model, ...options } = reachable(openai, 'OPENAI_API_KEY');
  return createOpenAiLanguageModel({ ...options, model });
}

function reachable<T>(settings: T | null, variable: string): T {
  if (settings !== null) return settings;
  throw new AppError(
    'misconfigured',
    `${variable} must be set for the AI provider that is chosen.`,
  );
}
