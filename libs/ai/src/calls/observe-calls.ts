import { toAppError } from '@memo/errors';
import type { LanguageModel } from '../language-model.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import type { Serves } from './outage.ts';

/** A call of a provider that has ended. */
export interface ProviderCall {
  serves: Serves;
  provider: string;
  /** The one that was asked for. */
  model: string;
  /** `answered`, `bad_answer` (paid for and of no use), `aborted`, or the kind of the error. */
  outcome: string;
  seconds: number;
}

/** Is told of every call, for whoever counts them. */
export type OnProviderCall = (call: ProviderCall) => void;

type Callee = Pick<ProviderCall, 'serves' | 'provider' | 'model'>;

async function told<T extends { problem: unknown }>(
  { serves, provider, model }: Callee,
  onCall: OnProviderCall,
  signal: AbortSignal,
  asked: Promise<T>,
): Promise<T> {
  const beganAtMs = performance.now();
  const tell = (outcome: string) => {
    const seconds = (performance.now() - beganAtMs) / 1_000;
    onCall({ serves, provider, model, outcome, seconds });
  };
  try {
    const answer = await asked;
    tell(answer.problem === null ? 'answered' : 'bad_answer');
    return answer;
  } catch (error) {
    tell(signal.aborted ? 'aborted' : toAppError(error).kind);
    throw error;
  }
}

export function observeRecognizer(
  recognizer: SpeechRecognizer,
  onCall: OnProviderCall | undefined,
): SpeechRecognizer {
  if (onCall === undefined) return recognizer;
  const { provider, model } = recognizer;
  return {
    ...recognizer,
    recognize: (request) => {
      const callee = { serves: 'speech', provider, model } as const;
      return told(callee, onCall, request.signal, recognizer.recognize(request));
    },
  };
}

export function observeLanguageModel(
  languageModel: LanguageModel,
  onCall: OnProviderCall | undefined,
): LanguageModel {
  if (onCall === undefined) return languageModel;
  const { provider, model } = languageModel;
  return {
    ...languageModel,
    generate: (request) => {
      const callee = { serves: 'language', provider, model } as const;
      return told(callee, onCall, request.signal, languageModel.generate(request));
    },
  };
}
