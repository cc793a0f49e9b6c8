import { z } from 'zod';
import type { AiConfig } from './create-ai.ts';

export interface ModelCheck {
  /** Sentences about models that the engines do not have. */
  unknown: string[];
  /** What could not be asked, and why. */
  notAsked: string[];
}

interface Wanted {
  model: string;
  /** The setting that names it. */
  setting: string;
}

const answerWithinMs = 4_000;
const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * Asks the chosen engines whether they have the chosen models, which costs nothing. Never rejects: it is for people to
 * read. Whether they let us in at all another check asks.
 */
export async function checkModels(
  config: AiConfig,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<ModelCheck> {
  const { speech, text, gemini, openai, deepgram, elevenlabs } = config;
  const found: ModelCheck = { unknown: [], notAsked: [] };
  const ask = (url: string, headers: Record<string, string>) =>
    fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(answerWithinMs) });

  async function askGemini(apiKey: string, base: string, { model, setting }: Wanted) {
    const url = `${base}/v1beta/models/${encodeURIComponent(model)}`;
    const answer = await ask(url, { 'x-goog-api-key': apiKey });
    await answer.body?.cancel();
    if (answer.status === 404) {
      found.unknown.push(`Gemini has no model ${model}; correct ${setting}.`);
    } else if (!answer.ok) {
      found.notAsked.push(`Gemini did not tell whether it has ${model}: HTTP ${answer.status}.`);
    }
  }

  async function askOpenai(key: string | null, base: string, wanted: readonly Wanted[]) {
    const answer = await ask(
      `${base}/models`,
      key === null ? {} : { authorization: `Bearer ${key}` },
    );
    const list = listSchema.safeParse(await answer.json().catch(() => null));
    for (const { model, setting } of wanted) {
      if (!list.success) {
        found.notAsked.push(
          `The server in OPENAI_BASE_URL lists no models; ${model} was not asked for.`,
        );
      } else if (!list.data.data.some(({ id }) => id === model)) {
        found.unknown.push(`OpenAI's list of models has no ${model}; correct ${setting}.`);
      }
    }
  }

  const bySpeech = (of: AiConfig['speech'], wanted: Wanted) => (speech === of ? [wanted] : []);
  const byText = (of: AiConfig['text'], wanted: Wanted) => (text === of ? [wanted] : []);
  const asked: Promise<void>[] = [];
  if (gemini !== null) {
    const base = bare(gemini.baseUrl ?? 'https://generativelanguage.googleapis.com');
    const wanted = [
      ...bySpeech('gemini', {
        model: gemini.transcribeModel,
        setting: 'GEMINI_TRANSCRIBE_MODEL',
      }),
      ...byText('gemini', { model: gemini.textModel, setting: 'GEMINI_TEXT_MODEL' }),
    ];
    asked.push(...wanted.map((one) => askGemini(gemini.apiKey, base, one)));
  }
  if (openai !== null) {
    const wanted = [
      ...bySpeech('openai', {
        model: openai.transcribeModel,
        setting: 'OPENAI_TRANSCRIBE_MODEL',
      }),
      ...byText('openai', { model: openai.textModel, setting: 'OPENAI_TEXT_MODEL' }),
    ];
    const base = bare(openai.baseUrl ?? 'https://api.openai.com/v1');
    if (wanted.length > 0) asked.push(askOpenai(openai.apiKey, base, wanted));
  }
  const speechAlone =
    speech === 'deepgram' ? deepgram : speech === 'elevenlabs' ? elevenlabs : null;
  if (speechAlone !== null) {
    found.notAsked.push(
      `Whether the engine has the model ${speechAlone.model} was not asked: only a paid request tells.`,
    );
  }
  const ended = await Promise.allSettled(asked);
  if (ended.some(({ status }) => status === 'rejected')) {
    found.notAsked.push('Whether the engines have the chosen models could not be asked.');
  }
  return found;
}

/** Without a slash at its end. */
const bare = (url: string): string => url.replace(/\/+$/, '');
