import { byBeginning } from './by-beginning.ts';

/** What a model can answer: who spoke when, when each word was said, or the words alone. */
export type TranscribeFormat = 'diarized' | 'verbose' | 'plain';

export interface OpenAiSpeechModel {
  /** The most it can tell. */
  format: TranscribeFormat;
  /** `one`: the field `language`, which takes one code; `many`: `languages[]` in its place. */
  languages: 'one' | 'many';
}

/** By the beginning of the name; the longest that fits counts. */
const speechModels: Readonly<Record<string, OpenAiSpeechModel>> = {
  'whisper-1': { format: 'verbose', languages: 'one' },
  'gpt-4o-transcribe': { format: 'plain', languages: 'one' },
  'gpt-4o-transcribe-diarize': { format: 'diarized', languages: 'one' },
  'gpt-4o-mini-transcribe': { format: 'plain', languages: 'one' },
  'gpt-transcribe': { format: 'plain', languages: 'many' },
};

/** What servers of one's own have is not known: they are taken for what OpenAI's usual model is. */
const unknownModel: OpenAiSpeechModel = { format: 'diarized', languages: 'one' };

/** What a model is asked for where it is not configured: the most it can tell. */
export const formatOf = (model: string): TranscribeFormat => speechModel(model).format;

/** What is known of a speech model. */
export const speechModel = (model: string): OpenAiSpeechModel =>
  byBeginning(speechModels, model) ?? unknownModel;
