export type { Recognition, RecognizerCapabilities, SpeechRecognizer } from './recognizer.ts';
export { createSummarizer, type Summarizer } from './summarizer.ts';
export { createAi, describeAi, type AiDescription } from './create-ai.ts';
