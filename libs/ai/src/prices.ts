import { byBeginning } from './models/by-beginning.ts';
import type { ProviderUsage } from './recognition.schema.ts';

/** In US dollars. What is not given is not billed; a price of 0 is a price. */
export interface ModelPrice {
  inputPerMillionTokens?: number | undefined;
  outputPerMillionTokens?: number | undefined;
  perAudioMinute?: number | undefined;
}

export interface Prices {
  /** The day on which they were looked up. */
  asOf: string;
  /** Until when they hold, or for whom; for people. */
  note?: string | undefined;
  /** By the beginning of the model's name; the longest that fits counts. */
  models: Readonly<Record<string, ModelPrice>>;
}

/** One answer a provider wants money for. */
export interface PaidCall {
  /** The model that really answered. */
  model: string;
  /** Audio sent, in ms; null where none was. */
  audioMs: number | null;
  /** As the provider counted it; null where it did not say. */
  usage: ProviderUsage | null;
}

export interface Pricing {
  readonly asOf: string;
  costMicroUsd(call: PaidCall): number | null;
}

/** A table of prices, ready to reckon with. */
export function createPricing(prices: Prices): Pricing {
  return { asOf: prices.asOf, costMicroUsd: (call) => costMicroUsd(call, prices) };
}

/**
 * What an answer costs, in millionths of a US dollar. Null where that is not known: the model has no price, the
 * provider did not say what it used, or it bills in a unit the table has no price for.
 */
export function costMicroUsd({ model, audioMs, usage }: PaidCall, prices: Prices): number | null {
  const price = priceOf(model, prices);
  if (price === null) return null;
  if (Object.values(price).every((usd) => (usd ?? 0) === 0)) return 0;
  const audio = audioCost(price, audioMs, usage);
  const tokens = tokenCost(price, usage);
  return audio === null || tokens === null ? null : Math.round(audio + tokens);
}

const priceOf = (model: string, { models }: Prices): ModelPrice | null =>
  byBeginning(models, model);

function audioCost(
  { perAudioMinute }: ModelPrice,
  audioMs: number | null,
  usage: ProviderUsage | null,
): number | null {
  // A provider that counts seconds and no tokens is not to be billed for no tokens.
  if (perAudioMinute === undefined) return usage?.audioSeconds === undefined ? 0 : null;
  const seconds = usage?.audioSeconds ?? (audioMs === null ? null : audioMs / 1_000);
  return seconds === null ? null : (seconds / 60) * perAudioMinute * 1_000_000;
}

/** So many dollars for a million tokens are so many millionths of a dollar for one. */
function tokenCost(
  { inputPerMillionTokens: input, outputPerMillionTokens: output }: ModelPrice,
  usage: ProviderUsage | null,
): number | null {
  if (input === undefined && output === undefined) return 0;
  return usage && usage.inputTokens * (input ?? 0) + usage.outputTokens * (output ?? 0);
}
