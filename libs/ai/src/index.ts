export type {
  ProviderUsage,
  Recognition,
  RecognizeRequest,
  RecognizerCapabilities,
  SpeechRecognizer,
} from './recognizer.ts';
export type {
  GenerateRequest,
  Generation,
  LanguageModel,
  SpokenSegment,
} from './language-model.ts';
export { summarySchema, type Summary } from './summary.ts';
export type { GeminiOptions } from './gemini/client.ts';
export { createGeminiLanguageModel } from './gemini/language-model.ts';
export { createGeminiRecognizer } from './gemini/recognizer.ts';
export { createSummarizer, type Summarize } from './summarizer.ts';
export { createExtractiveLanguageModel } from './offline/language-model.ts';
export { createOfflineRecognizer } from './offline/recognizer.ts';
export { createAi, describeAi } from './create-ai.ts';
