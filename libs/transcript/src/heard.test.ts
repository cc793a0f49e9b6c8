import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assembleTranscript } from './assemble.ts';
import type { HeardVoice } from './speakers/voices.ts';
import type { TranscribedPart, Utterance } from './types.ts';

/** Five words from `startMs` of a part on, spelled as nothing else is. */
function says(speaker: string, startMs: number, what: string): Utterance {
  const words = [1, 2, 3, 4, 5].map((number) => {
    const from = startMs + number * 300;
    return { text: `${what}${number}`, startMs: from, endMs: from + 200 };
  });
  const text = words.map((word) => word.text).join(' ');
  return { speaker, text, startMs: startMs + 300, endMs: startMs + 1_700, words };
}

const part = (chunk: number, utterances: Utterance[]): TranscribedPart => {
  return { chunk, side: null, startMs: chunk * 50_000, endMs: chunk * 50_000 + 60_000, utterances };
};

const heard = (chunk: number, label: string, person: number, clips = 2): HeardVoice => {
  return { side: null, chunk, label, among: [person], clips };
};

/** `a` speaks through the overlap and is `x` in the second chunk; `b` and `y` are heard in one chunk each. */
const parts = [
  part(0, [says('a', 1_000, 'hello'), says('b', 20_000, 'there'), says('a', 52_000, 'seam')]),
  part(1, [says('x', 2_000, 'seam'), says('y', 20_000, 'again'), says('x', 40_000, 'end')]),
];

/** The labels of each speaker. */
function speakersOf(voices: HeardVoice[], given = parts) {
  const assembled = assembleTranscript(given, { heard: voices });
  const bySpeaker = Map.groupBy(assembled.voices, ({ speakerKey }) => speakerKey).values();
  return [...bySpeaker].map((own) => own.map(({ label }) => label).join('')).sort();
}

describe('speakers after a line-up', () => {
  it('are known by the overlap alone where nobody was heard', () => {
    expect(speakersOf([])).toEqual(['ax', 'b', 'y']);
  });

  it('are one where they were heard as one', () => {
    expect(speakersOf([heard(0, 'b', 0), heard(1, 'y', 0)])).toEqual(['ax', 'by']);
    const { voices } = assembleTranscript(parts, { heard: [heard(0, 'b', 7), heard(1, 'y', 7)] });
    expect(voices.map(({ label, matchedBy }) => [label, matchedBy])).toEqual([
      ...[
        ['a', null],
        ['x', 'overlap'],
        ['b', null],
        ['y', 'line_up'],
      ],
    ]);
  });

  it('are two where the overlap says one and the line-up two', () => {
    expect(speakersOf([heard(0, 'a', 0), heard(1, 'x', 1)])).toEqual(['a', 'b', 'x', 'y']);
  });

  it('are not joined to anybody on the word of one clip against that of the overlap', () => {
    const others = [heard(0, 'a', 0), heard(0, 'b', 1)];
    expect(speakersOf([...others, heard(1, 'x', 1, 1)])).toEqual(['a', 'b', 'x', 'y']);
    expect(speakersOf([...others, heard(1, 'x', 1, 2)])).toEqual(['a', 'bx', 'y']);
  });

  it('are who they were heard as twice, against the overlap, and only apart when once', () => {
    // x is a, says the overlap, and y is a, says the line-up: one of them is wrong.
    expect(speakersOf([heard(0, 'a', 0), heard(1, 'y', 0)])).toEqual(['ay', 'b', 'x']);
    expect(speakersOf([heard(0, 'a', 0), heard(1, 'y', 0, 1)])).toEqual(['ax', 'b', 'y']);
  });

  it('are two where the overlap says one and the clips of a voice say two others', () => {
    const unsure = { ...heard(1, 'x', 1), among: [1, 2] };
    expect(speakersOf([heard(0, 'a', 0), unsure])).toEqual(['a', 'b', 'x', 'y']);
    expect(speakersOf([heard(0, 'a', 2), unsure])).toEqual(['ax', 'b', 'y']);
  });

  it('are two where the overlap says one and the line-up that the one is another of that chunk', () => {
    expect(speakersOf([heard(0, 'b', 0), heard(1, 'x', 0)])).toEqual(['a', 'bx', 'y']);
  });

  it('are no candidates for each other where they were heard as two', () => {
    const unmatched = (voices: HeardVoice[]) =>
      assembleTranscript(parts, { heard: voices }).unmatched.map(({ label, candidates }) => [
        label,
        candidates,
      ]);
    expect(unmatched([])).toEqual([['y', ['S2']]]);
    expect(unmatched([heard(0, 'b', 0), heard(1, 'y', 1)])).toEqual([]);
  });

  it('that were heard as two are not made one by what somebody says of a third', () => {
    const three = [
      part(0, [says('a', 1_000, 'hello')]),
      part(2, [says('b', 1_000, 'there')]),
      part(4, [says('c', 1_000, 'again')]),
    ];
    const decisions = [
      { side: null, chunk: 2, label: 'b', speakerKey: 'S1', confidence: 0.9 },
      { side: null, chunk: 4, label: 'c', speakerKey: 'S2', confidence: 0.9 },
    ];
    expect(assembleTranscript(three, { decisions }).speakers).toHaveLength(1);
    const apart = [heard(0, 'a', 0), heard(4, 'c', 1)];
    expect(assembleTranscript(three, { decisions, heard: apart }).speakers).toHaveLength(3);
  });

  it('never are two labels of one chunk, whatever was heard', () => {
    const voice = fc.tuple(
      fc.nat(4),
      fc.constantFrom('a', 'b', 'c'),
      fc.nat(3),
      fc.integer({ min: 1, max: 2 }),
    );
    const turns = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(55_000), fc.nat(6));
    fc.assert(
      fc.property(
        fc.array(fc.array(turns, { maxLength: 5 }), { minLength: 2, maxLength: 5 }),
        fc.uniqueArray(voice, { selector: ([chunk, label]) => `${chunk}${label}` }),
        (chunks, voices) => {
          const given = chunks.map((own, chunk) =>
            part(
              chunk,
              own.map(([label, startMs, what]) => says(label, startMs, `w${what}`)),
            ),
          );
          const all = voices.map((one) => heard(...one));
          const assembled = assembleTranscript(given, { heard: all });
          for (const own of Map.groupBy(assembled.voices, (one) => one.speakerKey).values()) {
            const places = own.map(({ chunk }) => chunk);
            expect(new Set(places).size).toBe(places.length);
          }
          const again = assembleTranscript(given, { heard: all.toReversed() });
          expect(again.voices).toEqual(assembled.voices);
        },
      ),
    );
  });
});
