import { z } from 'zod';

const usd = z.number().nonnegative();

const pricesSchema = z.strictObject({
  /** The day on which they were looked up. */
  asOf: z.iso.date(),
  /** By the beginning of the model's name; the longest that fits counts. US dollars. */
  models: z.record(
    z.string(),
    z.strictObject({
      inputPerMillionTokens: usd.optional(),
      outputPerMillionTokens: usd.optional(),
      /** Where audio is billed by its length. */
      perAudioMinute: usd.optional(),
    }),
  ),
});
export type Prices = z.output<typeof pricesSchema>;

/** Public list prices. They change: AI_PRICES replaces the whole table. */
const listPrices: Prices = {
  asOf: '2026-11-20',
  models: {
    'gemini-3.5-transcribe': { inputPerMillionTokens: 2, outputPerMillionTokens: 12 },
    'gemini-3.8-flash': { inputPerMillionTokens: 0.75, outputPerMillionTokens: 3.75 },
    'gemini-3.5-flash-lite': { inputPerMillionTokens: 0.3, outputPerMillionTokens: 2.5 },
    pocketsphinx: { perAudioMinute: 0 },
    extractive: { inputPerMillionTokens: 0, outputPerMillionTokens: 0 },
  },
};

/** `AI_PRICES` as JSON; the list prices when not given. */
export const pricesSetting = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON; see .env.example' });
      return z.NEVER;
    }
  })
  .pipe(pricesSchema)
  .default(listPrices);
