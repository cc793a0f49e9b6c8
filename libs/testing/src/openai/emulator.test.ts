import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildTone } from '../builders/wav.ts';
import { createTruthfulRecognizer, type RecognizerFault } from '../known-meeting/index.ts';
import { startOpenAiEmulator, type OpenAiEmulator } from './index.ts';

let emulator: OpenAiEmulator;

beforeEach(async () => {
  emulator = await startOpenAiEmulator();
});

afterEach(() => emulator.close());

function transcribe(fields: Record<string, string>, key = emulator.apiKey): Promise<Response> {
  const body = new FormData();
  body.set('file', new File([new Uint8Array(buildTone(1))], 'audio.wav'));
  for (const [name, value] of Object.entries({ model: 'a-model', ...fields }))
    body.set(name, value);
  const headers = { authorization: `Bearer ${key}` };
  return fetch(`${emulator.baseUrl}/audio/transcriptions`, { method: 'POST', headers, body });
}

function failWith(fault: RecognizerFault) {
  const recognizer = createTruthfulRecognizer({ meetings: [] });
  recognizer.failNext(fault);
  emulator.onTranscribe(recognizer.transcribe);
}

describe('the OpenAI emulator', () => {
  it.each<[Record<string, string>, number]>([
    [{ response_format: 'diarized_json', chunking_strategy: 'auto' }, 200],
    [{ response_format: 'diarized_json' }, 400],
    [{ response_format: 'json', 'timestamp_granularities[]': 'word' }, 400],
    [{ response_format: 'verbose_json', language: 'english' }, 400],
    [{ response_format: 'srt' }, 400],
  ])('holds a form to the rules of the real API: %j is %i', async (fields, status) => {
    emulator.onTranscribe(() => []);
    expect((await transcribe(fields)).status).toBe(status);
  });

  it('refuses another key', async () => {
    expect((await transcribe({}, 'wrong')).status).toBe(401);
    expect(emulator.requests).toEqual([]);
  });

  it('says in its own words what a truthful recognizer is scripted to fail with', async () => {
    failWith({ kind: 'provider', fault: { kind: 'rate_limited', retryDelayMs: 7_000 } });
    const limited = await transcribe({});
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    failWith({ kind: 'provider', fault: { kind: 'daily_quota' } });
    expect(await (await transcribe({})).json()).toMatchObject({
      error: { code: 'insufficient_quota' },
    });
    failWith({ kind: 'stopped', finishReason: 'MAX_TOKENS' });
    const cut = await transcribe({});
    expect(cut.status).toBe(200);
    await expect(cut.json()).rejects.toThrow(SyntaxError);
  });
});
