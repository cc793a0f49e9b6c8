import type { AiConfig } from './create-ai.ts';
import { endOf } from './models/announced-ends.ts';
import { formatOf, type TranscribeFormat } from './models/openai-models.ts';
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
function speechModel({ speech, gemini, openai, deepgram, elevenlabs }: AiConfig): string {
  switch (speech) {
    case 'gemini':
      return gemini?.transcribeModel ?? '';
    case 'deepgram':
      return deepgram?.model ?? '';
    case 'elevenlabs':
      return elevenlabs?.model ?? '';
    case 'openai':
      return openai === null
        ? ''
        : `${openai.transcribeModel}${limits[openai.transcribeFormat ?? formatOf(openai.transcribeModel)]}`;
    case 'offline':
      return '';
  }
}

const limits: Record<TranscribeFormat, string> = {
  diarized: '',
  verbose: ' (does not tell speakers apart)',
  plain: ' (tells neither speakers nor times apart)',
};

const textModel = ({ text, gemini, openai }: AiConfig): string =>
  (text === 'gemini' ? gemini?.textModel : openai?.textModel) ?? '';

/** What an operator should know of the chosen models before they stop answering; for the log at a start. */
export function modelWarnings(config: AiConfig, today = new Date()): string[] {
  // A server of one's own may call its models what it likes, and ends them when it likes.
  const isKnown = (provider: AiConfig['speech']) =>
    provider !== 'offline' && (provider !== 'openai' || config.openai?.baseUrl === undefined);
  const models = [
    ...(isKnown(config.speech) ? [speechModelName(config)] : []),
    ...(isKnown(config.text) ? [textModel(config)] : []),
  ];
  return [...new Set(models)].flatMap((model) => endOf(model, today) ?? []);
}

const speechModelName = (config: AiConfig): string =>
  config.speech === 'openai' ? (config.openai?.transcribeModel ?? '') : speechModel(config);

function nameOf(provider: AiConfig['speech'], { openai }: AiConfig): string {
  switch (provider) {
    case 'gemini':
      return 'Google Gemini';
    case 'deepgram':
      return 'Deepgram';
    case 'elevenlabs':
      return 'ElevenLabs';
    case 'offline':
      return 'Offline';
    case 'openai':
      return openai?.baseUrl === undefined
        ? 'OpenAI'
        : `OpenAI-compatible server at ${new URL(openai.baseUrl).host}`;
  }
}
