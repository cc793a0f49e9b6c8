import { z } from 'zod';
import { pricesSetting } from './prices.ts';
import { flag, positive, positiveInteger } from './values.ts';

const textProviders = ['gemini', 'openai', 'offline'] as const;
/** Some do speech alone. */
const speechProviders = [...textProviders, 'deepgram', 'elevenlabs'] as const;

const serverUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => !/^https?:\/\/[^/?#]*@/i.test(url),
    'must hold no user and password: they cannot be sent that way',
  );

/** Of the bytes of a request what its audio may have: base64 makes a third more of it, and there is JSON around it. */
const inlineAudioShare = 700_000;

const settings = z.object({
  SPEECH_PROVIDER: z.enum(speechProviders).optional(),
  TEXT_PROVIDER: z.enum(textProviders).optional(),
  AI_TIMEOUT_SECONDS: positive.default(600),
  SPEECH_REQUESTS_PER_MINUTE: positiveInteger.max(60_000).optional(),
  TEXT_REQUESTS_PER_MINUTE: positiveInteger.max(60_000).optional(),
  GEMINI_KEY: z.string().optional(),
  GEMINI_API_KEY: z.string().optional(),
  GEMINI_BASE_URL: serverUrl.optional(),
  GEMINI_TRANSCRIBE_MODEL: z.string().default('gemini-3.5-transcribe'),
  GEMINI_TRANSCRIBE_MODE: z.enum(['dedicated', 'prompted']).optional(),
  GEMINI_WORD_TIMES: flag.default(true),
  GEMINI_REQUEST_MINUTES: positive.min(2).max(60).default(30),
  GEMINI_INLINE_MB: positive.max(100).default(20),
  GEMINI_TEXT_MODEL: z.string().default('gemini-3.8-flash'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: serverUrl.optional(),
  OPENAI_TRANSCRIBE_MODEL: z.string().default('gpt-4o-transcribe-diarize'),
  OPENAI_TRANSCRIBE_FORMAT: z.enum(['diarized', 'verbose', 'plain']).optional(),
  OPENAI_TEXT_MODEL: z.string().default('gpt-6-luna'),
  DEEPGRAM_API_KEY: z.string().optional(),
  DEEPGRAM_BASE_URL: serverUrl.optional(),
  DEEPGRAM_MODEL: z.string().default('nova-3'),
  ELEVENLABS_API_KEY: z.string().optional(),
  ELEVENLABS_BASE_URL: serverUrl.optional(),
  ELEVENLABS_MODEL: z.string().default('scribe_v2'),
  AI_PRICES: pricesSetting,
});

/**
 * Google's own name for its key counts as well; the product's goes first. GOOGLE_API_KEY does not: many have it set for
 * other work, and recordings would go to Google where the offline engine did the work before.
 */
const withGeminiKey = <
  T extends { GEMINI_KEY?: string | undefined; GEMINI_API_KEY?: string | undefined },
>(
  env: T,
): T => ({ ...env, GEMINI_KEY: env.GEMINI_KEY ?? env.GEMINI_API_KEY });

/** Which engines turn speech into text and text into notes, and what they cost. */
export const aiGroup = settings
  .superRefine((given, context) => {
    const env = withGeminiKey(given);
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
  .transform((given) => {
    const env = withGeminiKey(given);
    const timeoutMs = env.AI_TIMEOUT_SECONDS * 1000;
    // Without a key the offline engine does both jobs.
    const usual = env.GEMINI_KEY !== undefined ? 'gemini' : hasOpenai(env) ? 'openai' : 'offline';
    const speechAlone =
      env.DEEPGRAM_API_KEY !== undefined
        ? 'deepgram'
        : env.ELEVENLABS_API_KEY !== undefined
          ? 'elevenlabs'
          : null;
    return {
      speech: env.SPEECH_PROVIDER ?? (usual === 'offline' ? (speechAlone ?? usual) : usual),
      text: env.TEXT_PROVIDER ?? usual,
      chosenBy: choosers(given),
      perMinute: {
        speech: env.SPEECH_REQUESTS_PER_MINUTE ?? null,
        language: env.TEXT_REQUESTS_PER_MINUTE ?? null,
      },
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
              wordTimes: env.GEMINI_WORD_TIMES,
              requestLimitMs: env.GEMINI_REQUEST_MINUTES * 60_000,
              inlineLimitBytes: Math.floor(env.GEMINI_INLINE_MB * inlineAudioShare),
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
      deepgram: speechService(env.DEEPGRAM_API_KEY, {
        baseUrl: env.DEEPGRAM_BASE_URL,
        model: env.DEEPGRAM_MODEL,
        timeoutMs,
      }),
      elevenlabs: speechService(env.ELEVENLABS_API_KEY, {
        baseUrl: env.ELEVENLABS_BASE_URL,
        model: env.ELEVENLABS_MODEL,
        timeoutMs,
      }),
      prices: env.AI_PRICES,
    };
  });

type Settings = z.output<typeof settings>;

/** The settings that decide which engines work here, for a person who wonders; none for the offline engine alone. */
function choosers(env: Settings): string[] {
  const named = (['SPEECH_PROVIDER', 'TEXT_PROVIDER'] as const).filter(
    (name) => env[name] !== undefined,
  );
  if (named.length === 2) return named;
  const usual = (
    ['GEMINI_KEY', 'GEMINI_API_KEY', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'] as const
  ).find((name) => env[name] !== undefined);
  const speechAlone = (['DEEPGRAM_API_KEY', 'ELEVENLABS_API_KEY'] as const).find(
    (name) => env[name] !== undefined,
  );
  const key = usual ?? (env.SPEECH_PROVIDER === undefined ? speechAlone : undefined);
  return [...named, ...(key === undefined ? [] : [key])];
}

/** OpenAI itself wants a key; a compatible server is known by its address. */
function hasOpenai({ OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl }: Settings): boolean {
  return key !== undefined || baseUrl !== undefined;
}

/** A service that does speech alone; null without a key. */
const speechService = <T extends object>(apiKey: string | undefined, settings: T) =>
  apiKey === undefined ? null : { apiKey, ...settings };

/** The setting without which this provider cannot be reached. */
function unreachable(provider: Settings['SPEECH_PROVIDER'], env: Settings): string | null {
  switch (provider) {
    case 'gemini':
      return env.GEMINI_KEY === undefined ? 'GEMINI_KEY' : null;
    case 'openai':
      return hasOpenai(env) ? null : 'OPENAI_API_KEY';
    case 'deepgram':
      return env.DEEPGRAM_API_KEY === undefined ? 'DEEPGRAM_API_KEY' : null;
    case 'elevenlabs':
      return env.ELEVENLABS_API_KEY === undefined ? 'ELEVENLABS_API_KEY' : null;
    case 'offline':
    case undefined:
      return null;
  }
}
