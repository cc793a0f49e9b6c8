import { describe, expect, it } from '@jest/globals';
import type { AiConfig } from './create-ai.ts';
import { describeAi } from './describe-ai.ts';

const gemini = {
  apiKey: 'the-gemini-key',
  baseUrl: undefined,
  transcribeModel: 'g-speech',
  transcribeMode: 'dedicated',
  textModel: 'g-text',
  timeoutMs: 60_000,
} as const;
const openai = {
  apiKey: 'the-openai-key',
  baseUrl: undefined,
  transcribeModel: 'o-speech',
  transcribeFormat: 'diarized',
  textModel: 'o-text',
  timeoutMs: 60_000,
} as const;
const own = { ...openai, baseUrl: 'http://speech.example.com:8000/v1' };

const both: AiConfig = { speech: 'gemini', text: 'gemini', gemini, openai };

describe('the description of the engines', () => {
  it.each<[Partial<AiConfig>, string, string]>([
    [{}, 'gemini', 'Google Gemini: g-speech for speech, g-text for the note.'],
    [
      { speech: 'openai', text: 'openai' },
      'openai',
      'OpenAI: o-speech for speech, o-text for the note.',
    ],
    [
      { speech: 'openai', openai: { ...own, transcribeFormat: 'verbose' } },
      'openai + gemini',
      'OpenAI-compatible server at speech.example.com:8000: o-speech (does not tell speakers apart) for speech; Google Gemini: g-text for the note.',
    ],
    [
      { text: 'offline' },
      'gemini + offline',
      'Google Gemini: g-speech for speech; the note is made of sentences that were said, without a language model.',
    ],
    [
      { speech: 'offline', text: 'openai' },
      'offline + openai',
      'Basic offline English engine for speech, for trying things out and not for real meetings; OpenAI: o-text for the note.',
    ],
  ])('of %j names who does what', (change, provider, description) => {
    expect(describeAi({ ...both, ...change })).toEqual({ provider, description });
  });

  it('tells people without a key how to get real transcription', () => {
    const offline: AiConfig = { speech: 'offline', text: 'offline', gemini: null, openai: null };
    expect(describeAi(offline).description).toContain('GEMINI_KEY');
    expect(describeAi({ ...offline, gemini }).description).not.toContain('GEMINI_KEY');
  });

  it('never shows a key', () => {
    for (const speech of ['gemini', 'openai'] as const) {
      expect(describeAi({ ...both, speech }).description).not.toMatch(/the-\w+-key/);
    }
  });
});
