import { describe, expect, it } from '@jest/globals';
import type { AiConfig } from './create-ai.ts';
import { describeAi, modelWarnings } from './describe-ai.ts';

const gemini = {
  apiKey: 'the-gemini-key',
  baseUrl: undefined,
  transcribeModel: 'g-speech',
  transcribeMode: 'dedicated',
  ...{ wordTimes: true, requestLimitMs: 1_800_000, inlineLimitBytes: 14_000_000 },
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

const deepgram = { apiKey: 'the-deepgram-key', model: 'nova-3', timeoutMs: 60_000 };
const elevenlabs = { apiKey: 'the-elevenlabs-key', model: 'scribe_v2', timeoutMs: 60_000 };

const both: AiConfig = {
  ...{ speech: 'gemini', text: 'gemini' },
  ...{ gemini, openai, deepgram, elevenlabs },
};
const none = { gemini: null, openai: null, deepgram: null, elevenlabs: null };

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
      { speech: 'deepgram' },
      'deepgram + gemini',
      'Deepgram: nova-3 for speech; Google Gemini: g-text for the note.',
    ],
    [
      { speech: 'elevenlabs', text: 'offline' },
      'elevenlabs + offline',
      'ElevenLabs: scribe_v2 for speech; the note is made of sentences that were said, without a language model.',
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
    const offline: AiConfig = { speech: 'offline', text: 'offline', ...none };
    expect(describeAi(offline).description).toContain('GEMINI_KEY');
    expect(describeAi({ ...offline, gemini }).description).not.toContain('GEMINI_KEY');
  });

  it('never shows a key', () => {
    for (const speech of ['gemini', 'openai', 'deepgram', 'elevenlabs'] as const) {
      expect(describeAi({ ...both, speech }).description).not.toMatch(/the-\w+-key/);
    }
  });
});

describe('the warnings about models', () => {
  const today = new Date('2026-11-29T12:00:00Z');
  const ending = {
    ...openai,
    transcribeModel: 'gpt-4o-transcribe-diarize',
    textModel: 'gpt-6-luna',
  };
  const speaking: AiConfig = { ...both, speech: 'openai', text: 'openai', openai: ending };

  it('name the day on which a model that is asked ends, and what to do', () => {
    const [warning, ...more] = modelWarnings(speaking, today);
    expect(warning).toMatch(/gpt-4o-transcribe-diarize ends on 2027-02-26.*gpt-transcribe/);
    expect(more).toEqual([]);
  });

  it('say clearly that it has ended, from that day on', () => {
    expect(modelWarnings(speaking, new Date('2027-02-25T23:59:59Z'))[0]).toContain('ends on');
    expect(modelWarnings(speaking, new Date('2027-02-26T00:00:00Z'))[0]).toContain('ended on');
  });

  it('are none for models that nobody asks, of servers of one’s own, or without an end', () => {
    const elsewhere = { ...speaking, openai: { ...ending, baseUrl: own.baseUrl } };
    for (const config of [{ ...both, openai: ending }, elsewhere, { ...both, ...none }]) {
      expect(modelWarnings({ ...config, text: 'offline' }, today)).toEqual([]);
    }
  });

  it('speak of notes too', () => {
    const old: AiConfig = { ...both, gemini: { ...gemini, textModel: 'gemini-2.5-flash' } };
    expect(modelWarnings(old, today)).toEqual([expect.stringContaining('2026-12-01')]);
  });
});
