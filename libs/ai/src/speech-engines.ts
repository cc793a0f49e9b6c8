import { AppError } from '@memo/errors';
import type { OnProviderCall } from './calls/observe-calls.ts';
import { recognizerOf, speechProviders, type AiConfig, type SpeechProvider } from './create-ai.ts';
import type { SpeechRecognizer } from './recognizer.ts';

/** An engine that is asked about speech; without a provider it is the usual one. */
export interface EngineChoice {
  provider?: string | null;
  model?: string | null;
}

export interface SpeechEngines {
  /** Those that can be reached, each with the model that is set for it; the usual one first. */
  configured: { provider: string; model: string }[];
  /**
   * With the model that is set where none is given. A model that was set once may be asked for still, as a generation
   * of then goes on with it.
   * @throws AppError `misconfigured` for one that cannot be reached any more.
   */
  of(choice: EngineChoice): SpeechRecognizer;
}

/** Every engine that these settings reach. */
export function createSpeechEngines(config: AiConfig, onCall?: OnProviderCall): SpeechEngines {
  const made = new Map<string, SpeechRecognizer>();
  return {
    configured: [...new Set([config.speech, ...speechProviders])]
      .filter((provider) => isReachable(config, provider))
      .map((speech) => {
        const { provider, model } = recognizerOf({ ...config, speech });
        return { provider, model };
      }),
    of: ({ provider, model }) => {
      const name = JSON.stringify([provider ?? config.speech, model ?? null]);
      const known = made.get(name);
      if (known !== undefined) return known;
      const speech = speechProviders.find((one) => one === (provider ?? config.speech));
      if (speech === undefined || !isReachable(config, speech)) throw unreachable(provider);
      const recognizer = recognizerOf(withModel({ ...config, speech }, model ?? null), onCall);
      made.set(name, recognizer);
      return recognizer;
    },
  };
}

const isReachable = (config: AiConfig, provider: SpeechProvider): boolean =>
  provider === 'offline' || config[provider] !== null;

function withModel(config: AiConfig, model: string | null): AiConfig {
  if (model === null) return config;
  const { speech, gemini, openai, deepgram, elevenlabs } = config;
  switch (speech) {
    case 'gemini':
      return { ...config, gemini: gemini && { ...gemini, transcribeModel: model } };
    case 'openai':
      return { ...config, openai: openai && { ...openai, transcribeModel: model } };
    case 'deepgram':
      return { ...config, deepgram: deepgram && { ...deepgram, model } };
    case 'elevenlabs':
      return { ...config, elevenlabs: elevenlabs && { ...elevenlabs, model } };
    case 'offline':
      return config;
  }
}

const unreachable = (provider: string | null | undefined): AppError =>
  new AppError(
    'misconfigured',
    `This was to be asked of ${provider ?? 'an engine'}, which is not configured any more. Reprocess the meeting with one that is.`,
    { code: 'engine_not_configured' },
  );
