import { describe, expect, it } from '@jest/globals';
import { assembleTranscript } from './assemble.ts';
import type { Segment, TranscribedPart, Utterance } from './types.ts';

function part(utterances: Utterance[], overrides: Partial<TranscribedPart> = {}): TranscribedPart {
  return { chunk: 0, side: null, startMs: 0, endMs: 120_000, utterances, ...overrides };
}

function say(
  text: string,
  startMs: number,
  endMs: number,
  more: Partial<Utterance> = {},
): Utterance {
  return { speaker: 'a', text, startMs, endMs, words: [], ...more };
}

/** An utterance whose words begin where said and last 200 ms each. */
function spell(text: string, starts: Record<string, number>): Utterance {
  const words = Object.entries(starts).map(([word, startMs]) => ({
    text: word,
    startMs,
    endMs: startMs + 200,
  }));
  return say(text, words.at(0)?.startMs ?? 0, words.at(-1)?.endMs ?? 0, { words });
}

const spoken = (segments: Segment[]) => segments.map((s) => `${s.speakerKey}: ${s.text}`);

describe('assembleTranscript', () => {
  it('puts a chunk on the clock of the recording', () => {
    const words = [{ text: 'Hello', startMs: 100, endMs: 480, confidence: 0.9 }];
    const { segments } = assembleTranscript([
      part([say(' Hello ', 100, 500, { words })], { startMs: 60_000 }),
    ]);
    expect(segments).toEqual([
      {
        id: 0,
        speakerKey: 'S1',
        text: 'Hello',
        startMs: 60_100,
        endMs: 60_500,
        words: [{ text: 'Hello', startMs: 60_100, endMs: 60_480, confidence: 0.9 }],
      },
    ]);
  });

  it('keeps times inside the chunk, whole and forward, whatever the recognizer claims', () => {
    const words = [{ text: 'late', startMs: 9_000, endMs: 20_000 }];
    const { segments } = assembleTranscript([
      part([say('early', -50, 99.6), say('late', 8_000, 7_000, { words })], {
        startMs: 1_000,
        endMs: 6_000,
      }),
    ]);
    expect(segments).toMatchObject([
      { startMs: 1_000, endMs: 1_100 },
      { startMs: 6_000, endMs: 6_000, words: [{ startMs: 6_000, endMs: 6_000 }] },
    ]);
  });

  it('is empty when nothing was said', () => {
    expect(assembleTranscript([part([say('  ', 0, 900)])])).toEqual({
      segments: [],
      speakers: [],
      seams: [],
      unmatched: [],
      voices: [],
    });
  });

  it('numbers speakers by who speaks first, across both sides', () => {
    const { segments, speakers } = assembleTranscript([
      part([say('Second.', 3_000, 4_000), say('Fourth.', 9_000, 9_500)], { side: 0 }),
      part([say('First.', 1_000, 2_000), say('Third.', 6_000, 7_000, { speaker: 'b' })], {
        side: 1,
      }),
    ]);
    expect(spoken(segments)).toEqual(['S1: First.', 'S2: Second.', 'S3: Third.', 'S2: Fourth.']);
    expect(speakers).toEqual([
      { key: 'S1', label: 'Speaker1', side: 1 },
      { key: 'S2', label: 'Speaker2', side: 0 },
      { key: 'S3', label: 'Speaker3', side: 1 },
    ]);
  });

  it('does not depend on the order in which parts arrive', () => {
    const microphone = part([say('Hi.', 1_000, 2_000)], { side: 0 });
    const system = part([say('Hello.', 1_000, 2_000)], { side: 1 });
    expect(assembleTranscript([system, microphone])).toEqual(
      assembleTranscript([microphone, system]),
    );
  });
});

describe('turns', () => {
  it('joins what one speaker says without a gap, words included', () => {
    const { segments } = assembleTranscript([
      part([spell('Good morning.', { Good: 0, morning: 200 }), spell('Hi.', { Hi: 1_399 })]),
    ]);
    expect(spoken(segments)).toEqual(['S1: Good morning. Hi.']);
    expect(segments).toMatchObject([{ startMs: 0, endMs: 1_599 }]);
    expect(segments[0]?.words.map((word) => word.text)).toEqual(['Good', 'morning', 'Hi']);
  });

  it.each([
    ['a gap of a second', [say('One.', 0, 1_000), say('Two.', 2_000, 3_000)]],
    ['30 seconds', [say('One.', 0, 20_000), say('Two.', 20_500, 30_001)]],
    ['another speaker', [say('One.', 0, 1_000), say('Two.', 1_200, 2_000, { speaker: 'b' })]],
  ])('starts a new segment after %s', (_, utterances) => {
    expect(assembleTranscript([part(utterances)]).segments).toHaveLength(2);
  });

  it('does not join over somebody else', () => {
    const { segments } = assembleTranscript([
      part([
        say('I think', 0, 900),
        say('Yes?', 950, 1_000, { speaker: 'b' }),
        say('so.', 1_100, 1_500),
      ]),
    ]);
    expect(spoken(segments)).toEqual(['S1: I think', 'S2: Yes?', 'S1: so.']);
  });

  it.each([
    ['はじめます', 'どうぞ'],
    ['カメラ', 'オン'],
    ['我们开始吧', '好的'],
  ])('puts no space between %s and %s', (first, second) => {
    const utterances = [say(first, 0, 1_000), say(second, 1_100, 2_000)];
    expect(spoken(assembleTranscript([part(utterances)]).segments)).toEqual([
      `S1: ${first}${second}`,
    ]);
  });

  it('lets the other side in at a pause, even where a side is one long utterance', () => {
    const microphone = spell('Are you there? (Good.) Bye.', {
      Are: 0,
      you: 200,
      there: 400,
      Good: 3_000,
      Bye: 6_000,
    });
    const system = spell('Yes, I am. Bye.', { Yes: 1_500, I: 1_700, am: 1_900, Bye: 7_000 });
    const { segments } = assembleTranscript([
      part([microphone], { side: 0 }),
      part([system], { side: 1 }),
    ]);
    expect(spoken(segments)).toEqual([
      'S1: Are you there?',
      'S2: Yes, I am.',
      'S1: (Good.)',
      'S1: Bye.',
      'S2: Bye.',
    ]);
    expect(segments.map((s) => [s.startMs, s.endMs])).toEqual([
      [0, 600],
      [1_500, 2_100],
      [3_000, 3_200],
      [6_000, 6_200],
      [7_000, 7_200],
    ]);
  });

  it.each([
    [499, ['S1: Well, maybe.', 'S2: Yes.']],
    [500, ['S1: Well,', 'S2: Yes.', 'S1: maybe.']],
  ])('lets the other side into a pause of %i ms: %j', (pauseMs, expected) => {
    const { segments } = assembleTranscript([
      part([spell('Well, maybe.', { Well: 0, maybe: 200 + pauseMs })], { side: 0 }),
      part([say('Yes.', 300, 450)], { side: 1 }),
    ]);
    expect(spoken(segments)).toEqual(expected);
  });

  it('makes one segment again of an utterance whose pause nobody used', () => {
    const utterance = spell('Well, maybe.', { Well: 0, maybe: 800 });
    expect(spoken(assembleTranscript([part([utterance])]).segments)).toEqual(['S1: Well, maybe.']);
  });

  it.each<[string, Utterance]>([
    ['words do not spell its text', spell('20 people.', { twenty: 0, people: 5_000 })],
    ['text has a word more', spell('One big step.', { One: 0, step: 5_000 })],
    ['words are blank', spell('One.', { One: 0, '': 5_000 })],
    [
      'time runs back',
      {
        ...spell('One two three.', { One: 4_000, two: 9_000, three: 1_000 }),
        startMs: 0,
        endMs: 9_500,
      },
    ],
  ])('cuts no utterance whose %s', (_, utterance) => {
    expect(assembleTranscript([part([utterance])]).segments).toMatchObject([
      { text: utterance.text },
    ]);
  });
});
