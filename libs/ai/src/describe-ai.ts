import type { AiConfig } from './create-ai.ts';
import { offlineDescription } from './offline/recognizer.ts';

export interface AiDescription {
  /** By name: one for both jobs, or the one for speech and the one for the note, joined by "+". */
  provider: string;
  /** One sentence for people. */
  description: string;
}

/** What `createAi` would choose, for status pages: constructs nothing and names no key. */
export function describeAi(config: AiConfig): AiDescription {
  const { speech, text } = config;
  return {
    provider: speech === text ? speech : `${speech} + ${text}`,
    description: sentence(config),
  };
}

function sentence(config: AiConfig): string {
  const { speech, text, gemini, openai } = config;
  // With a key at hand the advice to get one would be wrong.
  if (speech === 'offline' && text === 'offline' && gemini === null && openai === null) {
    return offlineDescription;
  }
  if (speech === text && speech !== 'offline') {
    const models = `${speechModel(config)} for speech, ${textModel(config)} for the note`;
    return `${nameOf(speech, config)}: ${models}.`;
  }
  return `${speechPart(config)}; ${textPart(config)}.`;
}

function speechPart(config: AiConfig): string {
  const { speech } = config;
  return speech === 'offline'
    ? 'Basic offline English engine for speech, for trying things out and not for real meetings'
    : `${nameOf(speech, config)}: ${speechModel(config)} for speech`;
}

function textPart(config: AiConfig): string {
  const { text } = config;
  return text === 'offline'
    ? 'the note is made of sentences that were said, without a language model'
    : `${nameOf(text, config)}: ${textModel(config)} for the note`;
}

/** The model with what people would miss in its transcripts. */
function speechModel({ speech, gemini, openai }: AiConfig): string {
  if (speech === 'gemini') return gemini?.transcribeModel ?? '';
  const limits = {
    diarized: '',
    verbose: ' (does not tell speakers apart)',
    plain: ' (tells neither speakers nor times apart)',
  };
  return openai === null ? '' : `${openai.transcribeModel}${limits[openai.transcribeFormat]}`;
}

const textModel = ({ text, gemini, openai }: AiConfig): string =>
  (text === 'gemini' ? gemini?.textModel : openai?.textModel) ?? '';

function nameOf(provider: AiConfig['speech'], { openai }: AiConfig): string {
  if (provider === 'gemini') return 'Google Gemini';
  if (openai?.baseUrl === undefined) return 'OpenAI';
  return `OpenAI-compatible server at ${new URL(openai.baseUrl).host}`;
}
