import { describe, expect, it } from '@jest/globals';
import { startElevenLabsEmulator } from '@memo/testing/elevenlabs';
import type { RawTurn } from '../../test/engine.ts';
import { describeSpeechService } from '../../test/speech-service.ts';
import { readElevenLabsAnswer } from './answer.ts';
import { createElevenLabsRecognizer } from './recognizer.ts';

/** It has words alone, each with a speaker. */
const wordsOf = (turn: RawTurn | number | null): unknown[] =>
  turn !== null && typeof turn === 'object'
    ? (turn.words ?? []).map((word) => word && { ...word, type: 'word', speaker_id: turn.speaker })
    : [turn];

describeSpeechService(
  {
    name: 'ElevenLabs',
    start: startElevenLabsEmulator,
    create: createElevenLabsRecognizer,
    model: 'scribe_v2',
    settings: { key: 'ELEVENLABS_API_KEY', model: 'ELEVENLABS_MODEL' },
    bodyOf: (turns) => ({ language_code: 'eng', words: turns.flatMap(wordsOf) }),
    textAlone: (text) => ({ language_code: 'eng', text, words: [] }),
    languagesAsked: ({ requests }) => requests.at(-1)?.fields.language_code,
    german: 'de',
    quotedKeyWords: 'Invalid API key',
  },
  (failureOf) => {
    describe('ElevenLabs', () => {
      it.each<[number, object | string, object]>([
        [504, '', { kind: 'timeout' }],
        [
          422,
          { detail: [{ loc: ['body', 'file'], msg: 'bad', input: 'what Anna said' }] },
          { kind: 'invalid_input', message: expect.not.stringContaining('Anna') },
        ],
        [
          401,
          { detail: { status: 'missing_permissions', message: 'No permission.' } },
          { kind: 'misconfigured', message: expect.stringContaining('ELEVENLABS_API_KEY') },
        ],
      ])('is met as the pipeline needs it: %i %j', async (status, body, error) => {
        expect(await failureOf({ kind: 'answer', status, body })).toMatchObject(error);
      });
    });
  },
);

describe('an answer of ElevenLabs', () => {
  const sent = { durationMs: 3_000, diarize: true };

  it('has no laughter and no spaces among its words', () => {
    const words = [
      { text: 'Well', start: 0, end: 0.4, type: 'word', speaker_id: 'speaker_0' },
      { text: ' ', start: 0.4, end: 0.4, type: 'spacing', speaker_id: 'speaker_0' },
      { text: '(laughter)', start: 0.4, end: 1, type: 'audio_event', speaker_id: 'speaker_0' },
      { text: 'then.', start: 1, end: 1.4, type: 'word', speaker_id: 'speaker_0' },
    ];
    const { utterances = [] } = readElevenLabsAnswer({ text: 'Well then.', words }, sent) ?? {};
    expect(utterances.map(({ text }) => text).join(' ')).toBe('Well then.');
  });

  it('says of each word how sure it is, as a share of one', () => {
    const words = [
      { text: 'Well', start: 0, end: 0.4, type: 'word', speaker_id: 'A', logprob: Math.log(0.5) },
      { text: 'then.', start: 1, end: 1.4, type: 'word', speaker_id: 'A' },
    ];
    const { utterances = [] } = readElevenLabsAnswer({ text: 'Well then.', words }, sent) ?? {};
    const [sure, unsaid] = utterances.flatMap((utterance) => utterance.words);
    expect(sure?.confidence).toBeCloseTo(0.5);
    expect(unsaid).not.toHaveProperty('confidence');
  });

  it('has a word without a speaker given to a person who speaks on both sides of it', () => {
    const word = (text: string, start: number, speaker_id: string | null) => {
      return { text, start, end: start + 0.3, type: 'word', speaker_id };
    };
    const words = [word('one', 0, 'A'), word('two', 0.4, null), word('three', 0.8, 'A')];
    expect(readElevenLabsAnswer({ words }, sent)?.utterances).toMatchObject([
      { speaker: 'A', text: 'one two three' },
    ]);
    const between = [word('one', 0, 'A'), word('two', 0.4, null), word('three', 0.8, 'B')];
    const speakers = readElevenLabsAnswer({ words: between }, sent)?.utterances.map(
      ({ speaker }) => speaker,
    );
    expect(new Set(speakers).size).toBe(3);
  });
});
