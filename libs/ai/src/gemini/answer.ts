import type { GenerateContentResponse, Part } from '@google/genai';
import type { ProviderUsage } from '../recognition.schema.ts';

export interface RawGeminiAnswer {
  parts: Part[];
  /** The model that really answered. */
  model: string;
  usage: ProviderUsage | null;
  /** Why it stopped before its end; null when it ran to its end. */
  stopped: string | null;
}

/** A generateContent response with what it was billed, whether or not it ran to its end. */
export function rawAnswer(
  { candidates, promptFeedback, modelVersion, usageMetadata }: GenerateContentResponse,
  askedModel: string,
): RawGeminiAnswer {
  const candidate = candidates?.[0];
  const reason: string =
    candidate?.finishReason ?? promptFeedback?.blockReason ?? 'no reason given';
  return {
    parts: candidate?.content?.parts ?? [],
    model: modelVersion ?? askedModel,
    stopped: reason === 'STOP' ? null : reason,
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
