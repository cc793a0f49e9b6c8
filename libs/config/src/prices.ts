import { z } from 'zod';

/** Beyond it somebody has written cents, or the price of another unit. */
const usd = z.number().nonnegative().max(1_000);

const modelPriceSchema = z
  .strictObject({
    inputPerMillionTokens: usd.optional(),
    outputPerMillionTokens: usd.optional(),
    /** Where audio is billed by its length. */
    perAudioMinute: usd.max(50).optional(),
  })
  .refine(
    (price) =>
      (price.inputPerMillionTokens === undefined) === (price.outputPerMillionTokens === undefined),
    'must have both inputPerMillionTokens and outputPerMillionTokens, or neither',
  )
  .refine(
    (price) => Object.values(price).some((value) => value !== undefined),
    'must have a price; a model that costs nothing has a price of 0',
  );

const pricesSchema = z.strictObject({
  /** The day on which they were looked up. */
  asOf: z.iso.date(),
  /** Until when they hold, or for whom; shown beside estimates. */
  note: z.string().max(500).optional(),
  /** By the beginning of the model's name; the longest that fits counts. US dollars. */
  models: z.record(z.string().min(1), modelPriceSchema),
});
export type Prices = z.output<typeof pricesSchema>;

/** They run on this machine, whatever anybody else's prices are. */
const offlinePrices: Prices['models'] = {
  pocketsphinx: { perAudioMinute: 0 },
  extractive: { inputPerMillionTokens: 0, outputPerMillionTokens: 0 },
};

/** Public list prices. They change: AI_PRICES replaces the whole table. */
const listPrices: Prices = {
  asOf: '2026-11-28',
  note: 'The price of gemini-3.8-flash was announced until 2026-12-31. Those of Deepgram and ElevenLabs depend on the plan.',
  models: {
    'gemini-3.5-transcribe': { inputPerMillionTokens: 2, outputPerMillionTokens: 12 },
    'gemini-3.8-flash': { inputPerMillionTokens: 0.75, outputPerMillionTokens: 3.75 },
    'gemini-3.5-flash-lite': { inputPerMillionTokens: 0.3, outputPerMillionTokens: 2.5 },
    'gpt-4o-transcribe': { inputPerMillionTokens: 2.5, outputPerMillionTokens: 10 },
    'gpt-4o-mini-transcribe': { inputPerMillionTokens: 1.25, outputPerMillionTokens: 5 },
    'gpt-transcribe': { perAudioMinute: 0.0045 },
    'whisper-1': { perAudioMinute: 0.006 },
    'gpt-6-luna': { inputPerMillionTokens: 0.1, outputPerMillionTokens: 0.5 },
    'gpt-5.4-mini': { inputPerMillionTokens: 0.75, outputPerMillionTokens: 4.5 },
    // Pay as you go, several languages, and what telling speakers apart costs on top.
    'nova-3': { perAudioMinute: 0.0112 },
    scribe_v2: { perAudioMinute: 0.0067 },
    ...offlinePrices,
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
  .transform((prices): Prices => ({ ...prices, models: { ...offlinePrices, ...prices.models } }))
  .default(listPrices);
