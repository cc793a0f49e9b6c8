import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { intersect, lengthOf } from '../coverage/spans.ts';
import type { TranscribedPart, Utterance } from '../types.ts';
import { findAlone } from './alone.ts';
import { chooseClips } from './clips.ts';

const everywhere = [{ startMs: 0, endMs: 1_000_000 }];

/** Words of 400 ms with 100 ms between them. */
function says(speaker: string, startMs: number, count: number): Utterance {
  const words = Array.from({ length: count }, (_, index) => {
    const from = startMs + index * 500;
    return { text: `w${index}`, startMs: from, endMs: from + 400 };
  });
  return { speaker, text: 'w', startMs, endMs: startMs + count * 500 - 100, words };
}

const part = (...utterances: Utterance[]): TranscribedPart => {
  return { chunk: 3, side: 1, startMs: 100_000, endMs: 160_000, utterances };
};

const aloneIn = (given: TranscribedPart, sound = everywhere) =>
  Object.fromEntries(
    findAlone([given], sound).map(({ voice, stretches }) => [voice.label, stretches]),
  );

describe('where a voice is alone', () => {
  it('is its turns on the clock of the recording, with a little room', () => {
    const found = findAlone([part(says('a', 5_000, 4), says('b', 20_000, 4))], everywhere);
    expect(found).toEqual([
      {
        voice: { side: 1, chunk: 3, label: 'a' },
        stretches: [{ startMs: 104_940, endMs: 106_960 }],
      },
      {
        voice: { side: 1, chunk: 3, label: 'b' },
        stretches: [{ startMs: 119_940, endMs: 121_960 }],
      },
    ]);
  });

  it('has no word of others in it, nor the 150 ms beside one', () => {
    const { a } = aloneIn(part(says('a', 5_000, 20), says('b', 8_100, 3)));
    expect(a).toEqual([
      { startMs: 104_940, endMs: 107_950 },
      { startMs: 109_940, endMs: 114_960 },
    ]);
  });

  it('is not where nothing is loud, nor at the edges of the chunk, as long as it is elsewhere', () => {
    const given = part(says('a', 0, 8), says('a', 20_000, 4), says('a', 40_000, 4));
    const { a } = aloneIn(given, [{ startMs: 100_000, endMs: 125_000 }]);
    expect(a).toEqual([
      { startMs: 102_000, endMs: 103_960 },
      { startMs: 119_940, endMs: 121_960 },
    ]);
    const whispered = aloneIn(part(says('a', 20_000, 4)), []);
    expect(whispered.a).toEqual([{ startMs: 119_940, endMs: 121_960 }]);
  });

  it('is what comes nearest for one who is never alone', () => {
    const { a } = aloneIn(part(says('a', 5_000, 4), says('b', 4_000, 20)));
    expect(a).toEqual([{ startMs: 104_940, endMs: 106_960 }]);
  });

  it('is in turns without words, too', () => {
    const untimed = { ...says('a', 5_000, 20), words: [] };
    const { a } = aloneIn(part(untimed, { ...says('b', 8_000, 4), words: [] }));
    expect(a).toEqual([
      { startMs: 104_940, endMs: 107_850 },
      { startMs: 110_050, endMs: 114_960 },
    ]);
  });

  it('gives every voice that speaks for a second a clip, within its part', () => {
    const turns = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.nat(50_000),
      fc.integer({ min: 3, max: 20 }),
    );
    fc.assert(
      fc.property(fc.array(turns, { minLength: 1, maxLength: 12 }), fc.boolean(), (all, loud) => {
        const given = part(...all.map((turn) => says(...turn)));
        const sounds = findAlone([given], loud ? everywhere : []);
        const clips = chooseClips(sounds, 10_000);
        const labels = new Set(all.map(([label]) => label));
        expect(new Set(clips.map(({ voice }) => voice.label))).toEqual(labels);
        for (const clip of clips) {
          expect(lengthOf(intersect([clip], [{ startMs: 99_940, endMs: 160_060 }]))).toBe(
            lengthOf([clip]),
          );
        }
      }),
    );
  });
});
