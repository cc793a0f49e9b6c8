export type {
  ProviderUsage,
  Recognition,
  RecognitionProblem,
  RecognizeRequest,
  RecognizerCapabilities,
  SpeechRecognizer,
} from './recognizer.ts';
export type { SpokenSegment, TemplateChoice } from './language-model.ts';
export { createSuggester, type Suggester, type TemplateSuggestion } from './suggester.ts';
export { createSummarizer, type Summarizer } from './summarizer.ts';
export { createAi, describeAi, type AiDescription } from './create-ai.ts';
