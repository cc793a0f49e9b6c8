import { FinishReason, type GenerateContentResponse, type Part } from '@google/genai';
import type { ProviderUsage } from '../recognizer.ts';
import { badAnswer } from './bad-answer.ts';

export interface GeminiAnswer {
  parts: Part[];
  /** The model that really answered. */
  model: string;
  usage: ProviderUsage | null;
}

/** A generateContent response that ran to its end. @throws AppError `bad_answer` for any other. */
export function completeAnswer(
  { candidates, promptFeedback, modelVersion, usageMetadata }: GenerateContentResponse,
  askedModel: string,
): GeminiAnswer {
  const candidate = candidates?.[0];
  if (candidate?.finishReason !== FinishReason.STOP) {
    const reason = candidate?.finishReason ?? promptFeedback?.blockReason ?? 'no reason given';
    throw badAnswer(`it stopped early (${reason})`);
  }
  return {
    parts: candidate.content?.parts ?? [],
    model: modelVersion ?? askedModel,
    usage: usageMetadata
      ? {
          inputTokens: usageMetadata.promptTokenCount ?? 0,
          // Thoughts are billed as output but not counted among the candidates.
          outputTokens:
            (usageMetadata.candidatesTokenCount ?? 0) + (usageMetadata.thoughtsTokenCount ?? 0),
        }
      : null,
  };
}
