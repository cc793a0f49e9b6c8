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
