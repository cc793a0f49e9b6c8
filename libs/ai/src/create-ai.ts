import { createGeminiLanguageModel } from './gemini/language-model.ts';
import { createGeminiRecognizer } from './gemini/recognizer.ts';
import type { LanguageModel } from './language-model.ts';
import { createExtractiveLanguageModel } from './offline/language-model.ts';
import { createOfflineRecognizer, offlineDescription } from './offline/recognizer.ts';
import type { SpeechRecognizer } from './recognizer.ts';

export interface AiConfig {
  gemini: {
    apiKey: string;
    baseUrl: string | undefined;
    transcribeModel: string;
    textModel: string;
  } | null;
}

export interface Ai {
  recognizer: SpeechRecognizer;
  languageModel: LanguageModel;
}

export interface AiDescription {
  provider: 'gemini' | 'offline';
  /** One sentence for people. */
  description: string;
}

/** Gemini where there is a key for it, else the offline engine. */
export function createAi({ gemini }: AiConfig): Ai {
  if (gemini === null) {
    return {
      recognizer: createOfflineRecognizer(),
      languageModel: createExtractiveLanguageModel(),
    };
  }
  const { apiKey, baseUrl, transcribeModel, textModel } = gemini;
  return {
    recognizer: createGeminiRecognizer({ apiKey, baseUrl, model: transcribeModel }),
    languageModel: createGeminiLanguageModel({ apiKey, baseUrl, model: textModel }),
  };
}

/** What `createAi` would choose, for status pages: constructs nothing. */
export function describeAi({ gemini }: AiConfig): AiDescription {
  if (gemini === null) return { provider: 'offline', description: offlineDescription };
  const { transcribeModel, textModel } = gemini;
  return {
    provider: 'gemini',
    description: `Google Gemini: ${transcribeModel} for speech, ${textModel} for the note.`,
  };
}
