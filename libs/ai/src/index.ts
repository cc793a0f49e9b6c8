export type { ProviderUsage, Recognition } from './recognition.schema.ts';
export type { RecognizerCapabilities, SpeechRecognizer } from './recognizer.ts';
export type { LanguageModel, SpokenSegment, TemplateChoice } from './language-model.ts';
export {
  createSpeakerMatcher,
  type MatchSpeakersRequest,
  type SpeakerMatcher,
} from './speaker-matcher.ts';
export type { Note } from './note/finish-note.ts';
export { createSuggester, type Suggester, type TemplateSuggestion } from './suggester.ts';
export { createSummarizer, type Summarizer } from './summarizer.ts';
export type { AskOnce } from './note/questions.ts';
export {
  createSupportChecker,
  type AskSupportOnce,
  type JudgedNote,
  type SupportChecker,
} from './support-checker.ts';
export { createAi } from './create-ai.ts';
export { describeAi, modelWarnings, type AiDescription } from './describe-ai.ts';
export { createSpeechEngines, type SpeechEngines } from './speech-engines.ts';
export { createPricing, type Pricing } from './prices.ts';
export { createEstimator, type Estimate, type Estimator } from './prices-estimate.ts';
export { createEngineCheck } from './engine-check.ts';
export { checkModels, type ModelCheck } from './model-check.ts';
