import { z } from 'zod';
import { pricesSetting } from './prices.ts';
import { positive } from './values.ts';

const providers = ['gemini', 'openai', 'offline'] as const;

const serverUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => !/^https?:\/\/[^/?#]*@/i.test(url),
    'must hold no user and password: they cannot be sent that way',
  );

const settings = z.object({
  SPEECH_PROVIDER: z.enum(providers).optional(),
  TEXT_PROVIDER: z.enum(providers).optional(),
  AI_TIMEOUT_SECONDS: positive.default(600),
  GEMINI_KEY: z.string().optional(),
  GEMINI_BASE_URL: serverUrl.optional(),
  GEMINI_TRANSCRIBE_MODEL: z.string().default('gemini-3.5-transcribe'),
  GEMINI_TRANSCRIBE_MODE: z.enum(['dedicated', 'prompted']).optional(),
  GEMINI_TEXT_MODEL: z.string().default('gemini-3.8-flash'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: serverUrl.optional(),
  OPENAI_TRANSCRIBE_MODEL: z.string().default('gpt-4o-transcribe-diarize'),
  OPENAI_TRANSCRIBE_FORMAT: z.enum(['diarized', 'verbose', 'plain']).default('diarized'),
  OPENAI_TEXT_MODEL: z.string().default('gpt-5.4-mini'),
  AI_PRICES: pricesSetting,
});

/** Which engines turn speech into text and text into notes, and what they cost. */
export const aiGroup = settings
  .superRefine((env, context) => {
    for (const name of ['SPEECH_PROVIDER', 'TEXT_PROVIDER'] as const) {
      const missing = unreachable(env[name], env);
      if (missing !== null) {
        context.addIssue({
          code: 'custom',
          path: [missing],
          message: `must be set when ${name} is ${env[name]}`,
        });
      }
    }
  })
  .transform((env) => {
    const timeoutMs = env.AI_TIMEOUT_SECONDS * 1000;
    // Without a key the offline engine does both jobs.
    const usual = env.GEMINI_KEY !== undefined ? 'gemini' : hasOpenai(env) ? 'openai' : 'offline';
    return {
      speech: env.SPEECH_PROVIDER ?? usual,
      text: env.TEXT_PROVIDER ?? usual,
      gemini:
        env.GEMINI_KEY === undefined
          ? null
          : {
              apiKey: env.GEMINI_KEY,
              baseUrl: env.GEMINI_BASE_URL,
              transcribeModel: env.GEMINI_TRANSCRIBE_MODEL,
              transcribeMode:
                env.GEMINI_TRANSCRIBE_MODE ??
                (env.GEMINI_TRANSCRIBE_MODEL.includes('transcribe') ? 'dedicated' : 'prompted'),
              textModel: env.GEMINI_TEXT_MODEL,
              timeoutMs,
            },
      openai: hasOpenai(env)
        ? {
            // Servers of one's own often want none.
            apiKey: env.OPENAI_API_KEY ?? null,
            baseUrl: env.OPENAI_BASE_URL,
            transcribeModel: env.OPENAI_TRANSCRIBE_MODEL,
            transcribeFormat: env.OPENAI_TRANSCRIBE_FORMAT,
            textModel: env.OPENAI_TEXT_MODEL,
            timeoutMs,
          }
        : null,
      prices: env.AI_PRICES,
    };
  });

type Settings = z.output<typeof settings>;

/** OpenAI itself wants a key; a compatible server is known by its address. */
function hasOpenai({ OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl }: Settings): boolean {
  return key !== undefined || baseUrl !== undefined;
}

/** The setting without which this provider cannot be reached. */
function unreachable(provider: Settings['SPEECH_PROVIDER'], env: Settings): string | null {
  if (provider === 'gemini' && env.GEMINI_KEY === undefined) return 'GEMINI_KEY';
  return provider === 'openai' && !hasOpenai(env) ? 'OPENAI_API_KEY' : null;
}
