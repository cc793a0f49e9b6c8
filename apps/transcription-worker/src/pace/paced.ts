import type { LanguageModel, SpeechEngines, SpeechRecognizer } from '@memo/ai';
import { toAppError } from '@memo/errors';
import type { Pace, PacedDependency } from './pace.ts';

/** A provider that gives no time is left alone for this long, in ms. */
const usualRefusalMs = 5_000;

/** Runs on this machine. */
const isOurs = (provider: string): boolean => provider === 'offline';

/** The same engines, asked no faster than the pace lets them be. */
export function createPaced(pace: Pace) {
  async function ask<T>(
    dependency: PacedDependency,
    service: string,
    signal: AbortSignal,
    asking: () => Promise<T>,
  ): Promise<T> {
    await pace.turn(dependency, service, signal);
    try {
      return await asking();
    } catch (thrown) {
      const { kind, retryAfterMs = usualRefusalMs } = toAppError(thrown);
      if (kind === 'rate_limited') await pace.refused(dependency, service, retryAfterMs);
      throw thrown;
    }
  }

  const recognizer = (engine: SpeechRecognizer): SpeechRecognizer =>
    isOurs(engine.provider)
      ? engine
      : {
          ...engine,
          recognize: (request) =>
            ask('speech', engine.provider, request.signal, () => engine.recognize(request)),
        };

  return {
    recognizer,
    engines: (engines: SpeechEngines): SpeechEngines => ({
      ...engines,
      of: (choice) => recognizer(engines.of(choice)),
    }),
    languageModel: (model: LanguageModel): LanguageModel =>
      isOurs(model.provider)
        ? model
        : {
            ...model,
            generate: (request) =>
              ask('language', model.provider, request.signal, () => model.generate(request)),
          },
  };
}
