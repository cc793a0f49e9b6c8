import { describe, expect, it } from '@jest/globals';
import { loadTranscriptionWorkerConfig } from './apps.ts';

const complete = {
  DATABASE_URL: 'postgresql://user:password@localhost:5432/memo',
  REDIS_URL: 'redis://localhost:6379',
  S3_BUCKET_NAME: 'memo',
};

const load = (environment: Record<string, string>) =>
  loadTranscriptionWorkerConfig({ ...complete, ...environment }).ai;

describe('the AI settings', () => {
  it.each<[Record<string, string>, string]>([
    [{}, 'offline'],
    [{ GEMINI_KEY: 'g' }, 'gemini'],
    [{ GEMINI_API_KEY: 'g' }, 'gemini'],
    [{ GOOGLE_API_KEY: 'g' }, 'offline'],
    [{ OPENAI_API_KEY: 'o' }, 'openai'],
    [{ OPENAI_BASE_URL: 'http://localhost:8000/v1' }, 'openai'],
    [{ GEMINI_KEY: 'g', OPENAI_API_KEY: 'o' }, 'gemini'],
  ])('make one provider do both jobs by %j alone: %s', (environment, provider) => {
    expect(load(environment)).toMatchObject({ speech: provider, text: provider });
  });

  it.each<[Record<string, string>, string[]]>([
    [{}, []],
    [{ GEMINI_API_KEY: 'a' }, ['GEMINI_API_KEY']],
    [{ GEMINI_API_KEY: 'a', GEMINI_KEY: 'b' }, ['GEMINI_KEY']],
    [{ DEEPGRAM_API_KEY: 'd' }, ['DEEPGRAM_API_KEY']],
    [{ GEMINI_KEY: 'g', SPEECH_PROVIDER: 'offline' }, ['SPEECH_PROVIDER', 'GEMINI_KEY']],
  ])('say which of %j chose the engines', (environment, variables) => {
    expect(load(environment).chosenBy).toEqual(variables);
  });

  it('prefer GEMINI_KEY to the name that Google gives it', () => {
    expect(load({ GEMINI_API_KEY: 'a', GEMINI_KEY: 'b' }).gemini?.apiKey).toBe('b');
    expect(load({ GEMINI_API_KEY: 'a' }).gemini?.apiKey).toBe('a');
  });

  it('give the two jobs to two providers', () => {
    const keys = { GEMINI_KEY: 'g', OPENAI_API_KEY: 'o' };
    expect(load({ ...keys, SPEECH_PROVIDER: 'openai' })).toMatchObject({
      speech: 'openai',
      text: 'gemini',
    });
    expect(load({ ...keys, TEXT_PROVIDER: 'offline' })).toMatchObject({
      speech: 'gemini',
      text: 'offline',
    });
  });

  it.each([
    [{ SPEECH_PROVIDER: 'gemini' }, 'GEMINI_KEY: must be set when SPEECH_PROVIDER is gemini'],
    [{ TEXT_PROVIDER: 'openai' }, 'OPENAI_API_KEY: must be set when TEXT_PROVIDER is openai'],
    [{ SPEECH_PROVIDER: 'watson' }, 'SPEECH_PROVIDER'],
    [{ OPENAI_TRANSCRIBE_FORMAT: 'srt' }, 'OPENAI_TRANSCRIBE_FORMAT'],
    [{ OPENAI_BASE_URL: 'localhost' }, 'OPENAI_BASE_URL'],
    [{ AI_TIMEOUT_SECONDS: '0' }, 'AI_TIMEOUT_SECONDS'],
  ])('are refused, naming what is wrong: %j', (environment, problem) => {
    expect(() => load(environment)).toThrow(problem);
  });

  it.each(['OPENAI_BASE_URL', 'GEMINI_BASE_URL'])(
    'take no password in %s, and do not repeat it',
    (name) => {
      const address = { [name]: 'http://anna:hunter2@localhost/v1' };
      expect(() => load(address)).toThrow(`${name}: must hold no user and password`);
      expect(() => load(address)).not.toThrow('hunter2');
    },
  );

  it('bound every call', () => {
    const keys = { GEMINI_KEY: 'g', OPENAI_API_KEY: 'o' };
    expect(load(keys)).toMatchObject({
      gemini: { timeoutMs: 600_000 },
      openai: { timeoutMs: 600_000 },
    });
    expect(load({ ...keys, AI_TIMEOUT_SECONDS: '90' })).toMatchObject({
      gemini: { timeoutMs: 90_000 },
      openai: { timeoutMs: 90_000 },
    });
  });

  it('want no key for a server of one’s own', () => {
    expect(load({ OPENAI_BASE_URL: 'http://localhost:8000/v1' }).openai?.apiKey).toBeNull();
  });

  it.each([
    [{}, 'dedicated'],
    [{ GEMINI_TRANSCRIBE_MODEL: 'gemini-3.8-flash' }, 'prompted'],
    [
      { GEMINI_TRANSCRIBE_MODEL: 'gemini-3.8-flash', GEMINI_TRANSCRIBE_MODE: 'dedicated' },
      'dedicated',
    ],
  ])('of %j tell how the model is asked: %s', (environment, mode) => {
    expect(load({ GEMINI_KEY: 'g', ...environment }).gemini?.transcribeMode).toBe(mode);
  });
});
