import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideSpeakers, type KnownSpeaker } from './decide-speakers.ts';
import type { SpeakerDecision } from '../types.ts';

/** Speakers by the chunks they speak in, in order of first speaking; what they are called is their key. */
function speakersIn(chunks: Record<string, number[]>, side: number | null = null): KnownSpeaker[] {
  return Object.entries(chunks).map(([key, spokenIn]) => {
    return {
      key,
      side,
      speaker: {
        labels: spokenIn.map((chunk) => {
          return { chunk, label: key, matchedBy: null, agreedWords: 0, heard: null };
        }),
      },
    };
  });
}

const same = (
  known: KnownSpeaker[],
  label: string,
  speakerKey: string,
  confidence?: number,
): SpeakerDecision => {
  const own = known.find(({ key }) => key === label);
  const decision = {
    side: null,
    chunk: own?.speaker.labels[0]?.chunk ?? -1,
    label,
    speakerKey,
  };
  return confidence === undefined ? decision : { ...decision, confidence };
};

/** Who is one person, as groups of keys. */
function groups(known: KnownSpeaker[], decisions: SpeakerDecision[]): string[][] {
  const personOf = decideSpeakers(known, decisions);
  const people = Map.groupBy(known, ({ speaker }) => personOf(speaker));
  return [...people.values()].map((group) => group.map(({ key }) => key).sort()).sort();
}

describe('decisions about speakers', () => {
  it('hold through several steps, in any order', () => {
    const known = speakersIn({ S1: [0], S2: [1], S3: [2] });
    const decisions = [same(known, 'S3', 'S2', 0.9), same(known, 'S2', 'S1', 0.8)];
    expect(groups(known, decisions)).toEqual([['S1', 'S2', 'S3']]);
    expect(groups(speakersIn({ S1: [0], S2: [1], S3: [2] }), decisions.toReversed())).toEqual([
      ['S1', 'S2', 'S3'],
    ]);
  });

  it('that make one person of two speakers of a chunk are both dropped', () => {
    const known = speakersIn({ S1: [0], S2: [1], S3: [1] });
    expect(groups(known, [same(known, 'S2', 'S1', 0.9), same(known, 'S3', 'S1', 0.85)])).toEqual([
      ['S1'],
      ['S2'],
      ['S3'],
    ]);
  });

  it('leave the one that is clearly surer', () => {
    const known = speakersIn({ S1: [0], S2: [1], S3: [1] });
    expect(groups(known, [same(known, 'S2', 'S1', 0.8), same(known, 'S3', 'S1', 0.97)])).toEqual([
      ['S1', 'S3'],
      ['S2'],
    ]);
  });

  it('that contradict each other only through a third are dropped too', () => {
    const known = speakersIn({ S1: [0, 3], S2: [1], S3: [2, 3] });
    expect(groups(known, [same(known, 'S2', 'S1', 0.9), same(known, 'S3', 'S2', 0.9)])).toEqual([
      ['S1'],
      ['S2'],
      ['S3'],
    ]);
  });

  it('about one speaker that name two persons are dropped, even where those never met', () => {
    const known = speakersIn({ S1: [0], S2: [1], S3: [2] });
    expect(groups(known, [same(known, 'S3', 'S1', 0.9), same(known, 'S3', 'S2', 0.9)])).toEqual([
      ['S1'],
      ['S2'],
      ['S3'],
    ]);
  });

  it('never reach over to another side, and name only who is there', () => {
    const known = [...speakersIn({ S1: [0] }, 1), ...speakersIn({ S2: [1] })];
    const decisions = [same(known, 'S2', 'S1'), same(known, 'S2', 'S9'), same(known, 'S8', 'S2')];
    expect(groups(known, decisions)).toEqual([['S1'], ['S2']]);
  });

  it('never put two speakers of a chunk together and do not depend on their order', () => {
    const speakers = fc.dictionary(
      fc.integer({ min: 1, max: 9 }).map((number) => `S${number}`),
      fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
      { minKeys: 1 },
    );
    const said = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(10)),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(speakers, said, (chunks, pairs) => {
        // Later speakers are only ever said to be earlier ones, as in a transcript.
        const decide = (order: (decisions: SpeakerDecision[]) => SpeakerDecision[]) => {
          const known = speakersIn(chunks);
          const position = (number: number) => known.findIndex(({ key }) => key === `S${number}`);
          const decisions = pairs
            .filter(([label, key]) => position(key) < position(label))
            .map(([label, key, tenths]) => same(known, `S${label}`, `S${key}`, tenths / 10));
          return groups(known, order(decisions));
        };
        const people = decide((decisions) => decisions);
        expect(decide((decisions) => decisions.toReversed())).toEqual(people);
        for (const keys of people) {
          const spokenIn = keys.flatMap((key) => chunks[key] ?? []);
          expect(spokenIn).toHaveLength(new Set(spokenIn).size);
        }
      }),
    );
  });
});
