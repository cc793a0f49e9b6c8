import { z } from 'zod';
import type { ProviderUsage } from '../recognition.schema.ts';

const count = z.number().nonnegative();

const audioUsage = z.object({
  usage: z.discriminatedUnion('type', [
    z.object({ type: z.literal('tokens'), input_tokens: count, output_tokens: count }),
    z.object({ type: z.literal('duration'), seconds: count }),
  ]),
});

const textUsage = z.object({
  usage: z.object({ prompt_tokens: count, completion_tokens: count.default(0) }),
});

/** What a transcription was billed by, be its words usable or not; null where the server does not say. */
export function transcriptionUsage(body: unknown): ProviderUsage | null {
  const usage = audioUsage.safeParse(body).data?.usage;
  if (usage === undefined) return null;
  return usage.type === 'tokens'
    ? { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens }
    : { inputTokens: 0, outputTokens: 0, audioSeconds: usage.seconds };
}

export function completionUsage(body: unknown): ProviderUsage | null {
  const usage = textUsage.safeParse(body).data?.usage;
  return usage === undefined
    ? null
    : { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
}
