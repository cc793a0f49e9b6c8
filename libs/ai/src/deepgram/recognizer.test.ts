import { describe, expect, it } from '@jest/globals';
import { startDeepgramEmulator } from '@memo/testing/deepgram';
import { startChunks } from '../../test/chunk.ts';
import type { RawTurn, RawWord } from '../../test/engine.ts';
import { describeSpeechService } from '../../test/speech-service.ts';
import { readDeepgramAnswer } from './answer.ts';
import { createDeepgramRecognizer } from './recognizer.ts';

const word = (given: RawWord | null, speaker: unknown) =>
  given && { punctuated_word: given.text, start: given.start, end: given.end, speaker };

const utterance = (turn: RawTurn | number | null) =>
  turn !== null && typeof turn === 'object'
    ? {
        ...{ transcript: turn.text, start: turn.start, end: turn.end, speaker: turn.speaker },
        words: turn.words?.map((one) => word(one, turn.speaker)),
      }
    : turn;

const resultOf = (results: object) => ({ metadata: { duration: 3 }, results });

describeSpeechService(
  {
    name: 'Deepgram',
    start: startDeepgramEmulator,
    create: createDeepgramRecognizer,
    model: 'nova-3',
    settings: { key: 'DEEPGRAM_API_KEY', model: 'DEEPGRAM_MODEL' },
    bodyOf: (turns) => resultOf({ channels: [], utterances: turns.map(utterance) }),
    textAlone: (transcript) => resultOf({ channels: [{ alternatives: [{ transcript }] }] }),
    languagesAsked: ({ requests }) => requests.at(-1)?.fields.language,
    german: 'de-CH',
    quotedKeyWords: 'INVALID_AUTH',
  },
  (failureOf) => {
    describe('Deepgram', () => {
      it.each<[number, object | string, object]>([
        [504, '', { kind: 'timeout' }],
        [413, '', { kind: 'too_large' }],
        [302, '', { kind: 'misconfigured', message: expect.stringContaining('DEEPGRAM_BASE_URL') }],
        [
          403,
          { err_code: 'INSUFFICIENT_PERMISSIONS', err_msg: 'No access to the requested model.' },
          { kind: 'misconfigured', message: expect.stringContaining('DEEPGRAM_MODEL') },
        ],
        [
          400,
          { err_code: 'Bad Request', err_msg: 'corrupt or unsupported data' },
          { kind: 'invalid_input', message: expect.stringContaining('corrupt') },
        ],
      ])('is met as the pipeline needs it: %i %j', async (status, body, error) => {
        expect(await failureOf({ kind: 'answer', status, body })).toMatchObject(error);
      });
    });
  },
);

describe('a question to Deepgram', () => {
  async function asked(languages: string[], diarize = true) {
    const [emulator, chunks] = await Promise.all([startDeepgramEmulator(), startChunks()]);
    try {
      emulator.onTranscribe(() => []);
      const { apiKey, baseUrl } = emulator;
      const recognizer = createDeepgramRecognizer({ apiKey, baseUrl, model: 'nova-3' });
      await recognizer.recognize(await chunks.request({ languages, diarize }));
      return emulator.requests[0]?.fields;
    } finally {
      await Promise.all([emulator.close(), chunks.close()]);
    }
  }

  const always = { model: 'nova-3', smart_format: 'true', utterances: 'true' };

  it('is told a language or to find it out: it takes English for granted', async () => {
    const told = { ...always, diarize_model: 'latest' };
    expect(await asked([])).toEqual({ ...told, detect_language: 'true' });
    expect(await asked(['fr'])).toEqual({ ...told, language: 'fr' });
    expect(await asked(['fr', 'en'])).toEqual({ ...told, language: 'multi' });
  });

  it('is not asked to tell speakers apart where there is one', async () => {
    expect(await asked(['fr'], false)).toEqual({ ...always, language: 'fr' });
  });
});

describe('an answer of Deepgram without utterances', () => {
  const words = [
    { word: 'good', punctuated_word: 'Good.', start: 0.1, end: 0.4, speaker: 0, confidence: 0.9 },
    { word: 'hi', punctuated_word: 'Hi!', start: 0.5, end: 0.9, speaker: 1, confidence: 0.8 },
  ];

  it.each([null, undefined, [], 'none'])('has turns made of its words: %j', (utterances) => {
    const body = { results: { utterances, channels: [{ alternatives: [{ words }] }] } };
    const read = readDeepgramAnswer(body, { durationMs: 3_000, diarize: true });
    expect(read?.utterances).toMatchObject([
      { speaker: '0', text: 'Good.', words: [{ confidence: 0.9 }] },
      { speaker: '1', text: 'Hi!', startMs: 500, endMs: 900 },
    ]);
  });

  it('is none where it has no results', () => {
    const sent = { durationMs: 3_000, diarize: true };
    expect([{}, null, [], { results: null }].map((body) => readDeepgramAnswer(body, sent))).toEqual(
      Array(4).fill(null),
    );
  });
});
