import { describe, expect, it } from '@jest/globals';
import { assembleTranscript, type Transcript } from '../assemble.ts';
import type { TranscribedPart, Utterance } from '../types.ts';

const wordMs = 400;

/** Words of one speaker, 400 ms each, the first at a time of the recording. */
function line(speaker: string, startMs: number, text: string, timed = true): Utterance {
  const words = text.split(' ').map((word, index) => {
    const at = startMs + index * wordMs;
    return { text: word, startMs: at, endMs: at + wordMs - 50 };
  });
  const endMs = words.at(-1)?.endMs ?? startMs;
  return { speaker, text, startMs, endMs, words: timed ? words : [] };
}

/** A chunk in which these lines were recognized; their times are the recording's. */
function chunk(
  number: number,
  startMs: number,
  endMs: number,
  lines: Utterance[],
): TranscribedPart {
  const utterances = lines.map((said) => ({
    ...said,
    ...sooner(said, startMs),
    words: said.words.map((word) => ({ ...word, ...sooner(word, startMs) })),
  }));
  return { chunk: number, side: null, startMs, endMs, utterances };
}

function sooner({ startMs, endMs }: { startMs: number; endMs: number }, byMs: number) {
  return { startMs: startMs - byMs, endMs: endMs - byMs };
}

const spoken = ({ segments }: Transcript) => segments.map((s) => `${s.speakerKey}: ${s.text}`);

describe('a seam between two chunks', () => {
  it('lets an utterance run through it as one, each word once', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [
        line('a', 12_000, 'and so we thought that perhaps this could be the way to do it al'),
      ]),
      chunk(1, 10_000, 40_000, [
        line('x', 12_000, 'So we thought that perhaps this could be the way to do it all again'),
      ]),
    ]);
    expect(spoken(transcript)).toHaveLength(1);
    expect(spoken(transcript)[0]?.toLowerCase()).toContain('that perhaps this could be the way');
  });

  it('takes the whole word where a border cut it', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [
        line('a', 14_000, 'one two three four five six seven eight nine ten eleven twelve thir'),
      ]),
      chunk(1, 10_000, 40_000, [
        line(
          'x',
          14_000,
          'one two three four five six seven eight nine ten eleven twelve thirteen fourteen',
        ),
      ]),
    ]);
    expect(spoken(transcript)).toEqual([
      'S1: one two three four five six seven eight nine ten eleven twelve thirteen fourteen',
    ]);
    expect(transcript.seams).toMatchObject([{ side: null, agreedWords: 12, droppedWords: 1 }]);
  });

  it('joins spellings and punctuation that differ', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [line('a', 12_000, 'Well, we start. Then WE go on')]),
      chunk(1, 10_000, 40_000, [line('a', 12_100, 'well we start then we go on, to the end')]),
    ]);
    const words = transcript.segments.flatMap((s) => s.text.toLowerCase().match(/\w+/g) ?? []);
    expect(words.join(' ')).toBe('well we start then we go on to the end');
  });

  it('cuts an utterance without word times between its words', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [
        line('a', 12_000, 'alpha beta gamma delta epsilon zeta eta theta', false),
      ]),
      chunk(1, 10_000, 40_000, [
        line('b', 12_050, 'beta gamma delta epsilon zeta eta theta iota kappa', false),
      ]),
    ]);
    expect(spoken(transcript)).toEqual([
      'S1: alpha beta gamma delta epsilon zeta eta theta iota kappa',
    ]);
  });

  it('cuts text that writes no spaces without adding one', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [
        {
          speaker: 'a',
          text: '今日は会議を始めます。まず予算について',
          startMs: 12_000,
          endMs: 18_000,
          words: [],
        },
      ]),
      chunk(1, 10_000, 40_000, [
        {
          speaker: 'b',
          text: '会議を始めます。まず予算について話しましょう。',
          startMs: 13_000,
          endMs: 21_000,
          words: [],
        },
      ]),
    ]);
    expect(transcript.segments.map(({ text }) => text)).toEqual([
      '今日は会議を始めます。まず予算について話しましょう。',
    ]);
  });

  it.each([
    ['earlier', 0],
    ['later', 1],
  ])(
    'keeps what was said in the overlap when nothing was recognized there in the %s chunk',
    (_, silent) => {
      const lines = [
        line('a', 11_000, 'only one of us heard this and all of it stays until the end'),
      ];
      const transcript = assembleTranscript([
        chunk(0, 0, 20_000, silent === 0 ? [] : lines),
        chunk(1, 10_000, 40_000, silent === 1 ? [] : lines),
      ]);
      expect(spoken(transcript)).toEqual([
        'S1: only one of us heard this and all of it stays until the end',
      ]);
    },
  );

  it('changes over by time, between words, when the two agree on nothing', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [
        line(
          'a',
          10_000,
          'un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dixsept dixhuit dixneuf vingt vingtun vingtdeux vingttrois vingtquatre',
        ),
      ]),
      chunk(1, 10_000, 40_000, [
        line(
          'a',
          10_000,
          'one two three four five sixx seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twentyone twentytwo twentythree twentyfour',
        ),
      ]),
    ]);
    const words = transcript.segments.flatMap(({ text }) => text.split(' '));
    expect(words).toHaveLength(24);
    expect([words[0], words.at(-1)]).toEqual(['un', 'twentyfour']);
    expect(transcript.seams).toMatchObject([{ agreedWords: 0 }]);
  });

  it('leaves a gap between chunks alone', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [line('a', 12_000, 'before the break')]),
      chunk(1, 90_000, 120_000, [line('a', 95_000, 'after the break')]),
    ]);
    expect(spoken(transcript)).toEqual(['S1: before the break', 'S2: after the break']);
    expect(transcript.seams).toEqual([]);
  });
});

describe('speakers across chunks', () => {
  const long = 'we have to talk about the numbers';
  const reply = 'yes please show me all of them';

  it('are matched by the words recognized in both chunks, whatever the labels', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [line('a', 11_000, long), line('b', 15_000, reply)]),
      chunk(1, 10_000, 60_000, [
        line('b', 11_000, long),
        line('a', 15_000, reply),
        line('b', 30_000, 'good'),
      ]),
    ]);
    expect(spoken(transcript)).toEqual([`S1: ${long}`, `S2: ${reply}`, 'S1: good']);
    expect(transcript.unmatched).toEqual([]);
  });

  it('stay apart when the overlap has too few of their words', () => {
    const transcript = assembleTranscript([
      chunk(0, 0, 20_000, [
        line('b', 2_000, reply),
        line('a', 11_000, long),
        line('b', 15_000, 'oh yes'),
      ]),
      chunk(1, 10_000, 60_000, [
        line('a', 11_000, long),
        line('b', 15_000, 'oh yes'),
        line('b', 30_000, reply),
      ]),
    ]);
    expect(spoken(transcript).at(-1)).toBe(`S3: ${reply}`);
    expect(transcript.unmatched).toMatchObject([
      { side: null, chunk: 1, label: 'b', speakerKey: 'S3', candidates: ['S1'] },
    ]);
  });

  it('are one once somebody decides it', () => {
    const parts = [
      chunk(0, 0, 20_000, [line('a', 1_000, long), line('b', 6_000, reply)]),
      chunk(1, 30_000, 60_000, [line('a', 31_000, reply), line('b', 36_000, long)]),
    ];
    expect(assembleTranscript(parts).unmatched.map((speaker) => speaker.candidates)).toEqual([
      ['S1', 'S2'],
      ['S1', 'S2'],
    ]);
    const decisions = [{ side: null, chunk: 1, label: 'b', speakerKey: 'S1' }];
    const decided = assembleTranscript(parts, { decisions });
    expect(decided.segments.map((s) => s.speakerKey)).toEqual(['S1', 'S2', 'S3', 'S1']);
    expect(decided.unmatched.map((speaker) => speaker.candidates)).toEqual([['S2']]);
  });

  it('are never two speakers of one chunk, even when decided so', () => {
    const parts = [
      chunk(0, 0, 20_000, [line('a', 1_000, long)]),
      chunk(1, 30_000, 60_000, [line('a', 31_000, reply), line('b', 36_000, long)]),
    ];
    const decisions = ['a', 'b'].map((label) => ({
      side: null,
      chunk: 1,
      label,
      speakerKey: 'S1',
    }));
    const { segments } = assembleTranscript(parts, { decisions });
    expect(segments.map((s) => s.speakerKey)).toEqual(['S1', 'S2', 'S3']);
  });

  it('are the label itself on a side that holds one person', () => {
    const parts = [
      chunk(0, 0, 20_000, [line('voice', 1_000, long)]),
      chunk(1, 30_000, 60_000, [line('voice', 31_000, reply)]),
    ];
    expect(assembleTranscript(parts, { sameLabels: [null] }).speakers).toHaveLength(1);
    expect(assembleTranscript(parts).speakers).toHaveLength(2);
  });

  it('are never shared by two sides', () => {
    const recognized = [
      chunk(0, 0, 20_000, [line('a', 11_000, long)]),
      chunk(1, 10_000, 40_000, [line('a', 11_000, long)]),
    ];
    const parts = [0, 1].flatMap((side) => recognized.map((part) => ({ ...part, side })));
    const decisions = [{ side: 1, chunk: 0, label: 'a', speakerKey: 'S1' }];
    const { speakers, segments } = assembleTranscript(parts, { decisions, sameLabels: [0, 1] });
    expect(speakers.map(({ side }) => side)).toEqual([0, 1]);
    expect(segments).toHaveLength(2);
  });
});
