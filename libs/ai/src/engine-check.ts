import type { AiConfig } from './create-ai.ts';

interface Asked {
  name: string;
  url: string;
  headers: Record<string, string>;
  /** The settings to correct. */
  key: string;
  address: string;
}

const answerWithinMs = 4_000;
const keptMs = 5 * 60_000;

export interface EngineCheckOptions {
  fetch?: typeof globalThis.fetch;
  nowMs?: () => number;
}

/**
 * Asks the chosen engines for their list of models, which costs nothing, at most once in five minutes.
 * @returns what asks: resolves to sentences about those that do not let us in or do not answer. Never rejects: it is
 *   for people to read, and decides nothing.
 */
export function createEngineCheck(
  config: AiConfig,
  { fetch = globalThis.fetch, nowMs = () => performance.now() }: EngineCheckOptions = {},
): () => Promise<readonly string[]> {
  const engines = enginesOf(config);
  let known: { atMs: number; problems: Promise<readonly string[]> } | undefined;

  async function problemOf({ name, url, headers, key, address }: Asked): Promise<string | null> {
    try {
      const signal = AbortSignal.timeout(answerWithinMs);
      const answer = await fetch(url, { headers, signal, redirect: 'manual' });
      const text = answer.status === 400 ? await answer.text() : '';
      if (answer.status !== 400) await answer.body?.cancel();
      // Google answers 400 to a key that is none.
      if ([401, 403].includes(answer.status) || text.includes('API_KEY_INVALID')) {
        return `${name} refuses the API key; set ${key} to a valid one.`;
      }
      return answer.status >= 500 ? `${name} is overloaded or down for the moment.` : null;
    } catch {
      return `${name} cannot be reached; check the network and ${address}.`;
    }
  }

  return () => {
    if (known === undefined || nowMs() - known.atMs > keptMs) {
      const problems = Promise.all(engines.map(problemOf)).then((found) =>
        found.filter((problem) => problem !== null),
      );
      known = { atMs: nowMs(), problems };
    }
    return known.problems;
  };
}

/** Without a slash at its end. */
const bare = (url: string): string => url.replace(/\/+$/, '');

function enginesOf({ speech, text, gemini, openai, deepgram, elevenlabs }: AiConfig): Asked[] {
  const chosen = new Set<string>([speech, text]);
  const all: (Asked | null)[] = [
    gemini && {
      ...{ name: 'Gemini', key: 'GEMINI_KEY', address: 'GEMINI_BASE_URL' },
      url: `${bare(gemini.baseUrl ?? 'https://generativelanguage.googleapis.com')}/v1beta/models?pageSize=1`,
      headers: { 'x-goog-api-key': gemini.apiKey },
    },
    openai && {
      ...{ name: 'OpenAI', key: 'OPENAI_API_KEY', address: 'OPENAI_BASE_URL' },
      url: `${bare(openai.baseUrl ?? 'https://api.openai.com/v1')}/models`,
      headers: openai.apiKey === null ? {} : { authorization: `Bearer ${openai.apiKey}` },
    },
    deepgram && {
      ...{ name: 'Deepgram', key: 'DEEPGRAM_API_KEY', address: 'DEEPGRAM_BASE_URL' },
      url: `${bare(deepgram.baseUrl ?? 'https://api.deepgram.com/v1')}/auth/token`,
      headers: { authorization: `Token ${deepgram.apiKey}` },
    },
    elevenlabs && {
      ...{ name: 'ElevenLabs', key: 'ELEVENLABS_API_KEY', address: 'ELEVENLABS_BASE_URL' },
      url: `${bare(elevenlabs.baseUrl ?? 'https://api.elevenlabs.io/v1')}/models`,
      headers: { 'xi-api-key': elevenlabs.apiKey },
    },
  ];
  return all.filter((one) => one !== null && chosen.has(one.name.toLowerCase())) as Asked[];
}
