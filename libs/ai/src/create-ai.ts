import { AppError } from '@memo/errors';
import { createGeminiLanguageModel } from './gemini/language-model.ts';
import { createPromptedGeminiRecognizer } from './gemini/prompted-recognizer.ts';
import { createGeminiRecognizer } from './gemini/recognizer.ts';
import type { LanguageModel } from './language-model.ts';
import { createExtractiveLanguageModel } from './offline/language-model.ts';
import { createOfflineRecognizer } from './offline/recognizer.ts';
import { createOpenAiLanguageModel } from './openai/language-model.ts';
import { createOpenAiRecognizer } from './openai/recognizer.ts';
import type { SpeechRecognizer } from './recognizer.ts';

type ProviderName = 'gemini' | 'openai' | 'offline';

/** The AI settings as @memo/config gives them. */
export interface AiConfig {
  /** Who turns speech into text, and who writes the note. */
  speech: ProviderName;
  text: ProviderName;
  /** Null where it cannot be reached. */
  gemini: {
    apiKey: string;
    /** Google's own address when absent. */
    baseUrl: string | undefined;
    transcribeModel: string;
    /** `prompted`: a model that hears, but was not made for speech. */
    transcribeMode: 'dedicated' | 'prompted';
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
    transcribeFormat: 'diarized' | 'verbose' | 'plain';
    textModel: string;
    timeoutMs: number;
  } | null;
}

export interface Ai {
  recognizer: SpeechRecognizer;
  languageModel: LanguageModel;
}

/** The engines of this deployment. @throws AppError `misconfigured` for one that cannot be reached. */
export function createAi(config: AiConfig): Ai {
  return { recognizer: recognizerOf(config), languageModel: languageModelOf(config) };
}

function recognizerOf({ speech, gemini, openai }: AiConfig): SpeechRecognizer {
  if (speech === 'offline') return createOfflineRecognizer();
  if (speech === 'gemini') {
    const { transcribeModel: model, transcribeMode, ...options } = reachable(gemini, 'GEMINI_KEY');
    const create =
      transcribeMode === 'prompted' ? createPromptedGeminiRecognizer : createGeminiRecognizer;
    return create({ ...options, model });
  }
  const settings = reachable(openai, 'OPENAI_API_KEY');
  const { transcribeModel: model, transcribeFormat: format, ...options } = settings;
  return createOpenAiRecognizer({ ...options, model, format });
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
