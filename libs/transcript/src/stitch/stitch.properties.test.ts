import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  chunkOf,
  recognizeMeeting,
  idOf,
  type RecognizedMeeting,
  type RecognitionPlan,
} from '../../test/recognized-meeting.ts';
import {
  peopleByKey,
  saidBySpeaker,
  spellings,
  trueSpeakers,
  wordsOf,
  writtenBySpeaker,
} from '../../test/read-transcript.ts';
import { assembleTranscript, type Transcript } from '../assemble.ts';

const mostChunks = 5;
const chunkLengths = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 32_000, max: 90_000 }) },
  // Hardly longer than an overlap: the chunks around it overlap each other too.
  { weight: 1, arbitrary: fc.integer({ min: 16_000, max: 20_000 }) },
);
const overlaps = fc.integer({ min: 10_000, max: 15_000 });
const overlapsOrGaps = fc.oneof(
  { weight: 4, arbitrary: overlaps },
  { weight: 1, arbitrary: fc.integer({ min: -30_000, max: 0 }) },
);

const plans: fc.Arbitrary<RecognitionPlan> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  speakers: fc.integer({ min: 1, max: 4 }),
  chunkMs: fc.array(chunkLengths, { minLength: 1, maxLength: mostChunks }),
  overlapMs: fc.array(overlapsOrGaps, { minLength: mostChunks, maxLength: mostChunks }),
  jitterMs: fc.integer({ min: 0, max: 150 }),
  driftMs: fc.constantFrom(0, 0, 400),
  roundTable: fc.boolean(),
  uniqueWords: fc.boolean(),
  wordTimes: fc.constant(true),
});

/** Everyone says a few words in every overlap. */
const roundTables = fc
  .record({
    plan: plans,
    speakers: fc.integer({ min: 1, max: 3 }),
    chunkMs: fc.array(fc.integer({ min: 45_000, max: 90_000 }), {
      minLength: 1,
      maxLength: mostChunks,
    }),
    overlapMs: fc.array(overlaps, { minLength: mostChunks, maxLength: mostChunks }),
  })
  .map(({ plan, ...table }): RecognitionPlan => ({ ...plan, ...table, roundTable: true }));

/** A meeting in which one of three once had two words left to say in the overlap: too few to be known by. */
const lateTable: RecognitionPlan = {
  ...{ seed: 1_536_322_862, speakers: 3, roundTable: true, uniqueWords: true, wordTimes: true },
  ...{ chunkMs: [78_219, 46_482], overlapMs: [10_012], jitterMs: 2, driftMs: 0 },
};

/** An interjection at the border of a chunk, inside of what somebody else says, where words have no times. */
const untimedInterjection: RecognitionPlan = {
  ...{ seed: 0, speakers: 2, roundTable: false, uniqueWords: true, wordTimes: false },
  ...{ chunkMs: [68_752, 34_507, 35_413], overlapMs: [-3_513, 10_000], jitterMs: 0, driftMs: 0 },
};

/** Two words before and at the border of a chunk, of which the later chunk makes one, where words have no times. */
const untimedBorder: RecognitionPlan = {
  ...{ seed: 1_287_081_153, speakers: 2, roundTable: false, uniqueWords: true, wordTimes: false },
  ...{ chunkMs: [16_998, 77_228, 16_957], overlapMs: [11_515, 10_021], jitterMs: 0, driftMs: 0 },
};

/** A word said twice while somebody else speaks, which two clocks list in another order. */
const repeatedWords: RecognitionPlan[] = [
  {
    ...{ seed: 9, speakers: 3, roundTable: false, uniqueWords: false, wordTimes: true },
    ...{ chunkMs: [51_909, 40_123, 79_863, 75_684], overlapMs: [13_885, 10_000, -3_521, 10_000] },
    ...{ jitterMs: 131, driftMs: 400 },
  },
  {
    ...{ seed: 642_794_466, speakers: 2, roundTable: false, uniqueWords: false, wordTimes: true },
    ...{
      chunkMs: [86_248, 88_475, 17_981],
      overlapMs: [10_012, 10_011],
      jitterMs: 92,
      driftMs: 400,
    },
  },
];

function holds(
  property: (transcript: Transcript, recognized: RecognizedMeeting, plan: RecognitionPlan) => void,
  given: fc.Arbitrary<RecognitionPlan> = plans,
  examples: RecognitionPlan[] = [],
): void {
  fc.assert(
    fc.property(given, (plan) => {
      const recognized = recognizeMeeting(plan);
      property(assembleTranscript(recognized.parts), recognized, plan);
    }),
    { numRuns: 150, examples: examples.map((plan): [RecognitionPlan] => [plan]) },
  );
}

describe('a meeting recognized in overlapping chunks', () => {
  it('has every word once, in the order its speaker said them', () => {
    holds(
      (transcript, recognized) => {
        expect(writtenBySpeaker(transcript, recognized)).toEqual(saidBySpeaker(recognized));
      },
      plans,
      repeatedWords,
    );
  });

  it('has every word of the text once, as it is in a chunk in which it was recognized whole', () => {
    holds((transcript, recognized) => {
      const said = recognized.truth.utterances.flatMap(({ words }) => words);
      const right = said.filter((word) => recognized.recognizedRight.has(idOf(word)));
      expect(spellings(transcript.segments)).toEqual(spellings(right));
      expect(spellings(wordsOf(transcript))).toEqual(spellings(right));
    });
  });

  it('has every word of the text once where words have no times', () => {
    holds(
      (transcript, recognized) => {
        const said = recognized.truth.utterances.flatMap(({ words }) => words);
        // Where two chunks write a word in two ways, nothing but its time says which is the one from the border.
        const unsure = said.filter((word) => recognized.recognizedWrong.has(idOf(word)));
        const isSure = (key: string) => !spellings(unsure).includes(key);
        const right = said.filter((word) => recognized.recognizedRight.has(idOf(word)));
        const written = spellings(transcript.segments);
        expect(written.filter(isSure)).toEqual(spellings(right).filter(isSure));
        expect(new Set(written).size).toBe(written.length);
      },
      // Without times, two people saying the same few words at once cannot be told apart.
      plans.map((plan) => ({ ...plan, wordTimes: false, uniqueWords: true })),
      [untimedInterjection, untimedBorder],
    );
  });

  it('keeps every word where it was said, as near as the recognizers do', () => {
    holds((transcript, { truth }, { jitterMs, driftMs }) => {
      const said = truth.utterances.flatMap(({ words }) => words);
      const trueStart = new Map(said.map((word) => [idOf(word), word.startMs]));
      const recognizedWhole = wordsOf(transcript).filter(({ text }) => !text.startsWith('mis'));
      for (const word of recognizedWhole) {
        const offMs = Math.abs(word.startMs - (trueStart.get(idOf(word)) ?? -Infinity));
        expect(offMs).toBeLessThanOrEqual(jitterMs + driftMs + 1);
      }
    });
  });

  it('never runs back, in whole milliseconds inside the audio', () => {
    holds(({ segments }, { truth }) => {
      let last = 0;
      for (const { startMs, endMs, words } of segments) {
        expect(startMs).toBeGreaterThanOrEqual(last);
        last = startMs;
        const starts = [startMs, ...words.map((word) => word.startMs), endMs];
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const ends = words.flatMap((word) => [word.endMs - word.startMs, endMs - word.endMs]);
        expect(ends.every((length) => length >= 0)).toBe(true);
        const times = [startMs, endMs, ...words.flatMap((word) => [word.startMs, word.endMs])];
        expect(times.every((time) => Number.isInteger(time) && time <= truth.durationMs)).toBe(
          true,
        );
      }
    });
  });

  it('never has two people under one name', () => {
    holds((transcript, recognized) => {
      for (const people of peopleByKey(transcript, recognized).values())
        expect(people.size).toBe(1);
    });
  });

  it('has one name for everyone who speaks in every overlap', () => {
    holds(
      (transcript, recognized) => {
        const people = [...peopleByKey(transcript, recognized).values()].flatMap((set) => [...set]);
        expect(people.sort()).toEqual([...new Set(people)].sort());
      },
      roundTables,
      [lateTable],
    );
  });

  it('has one name for everyone once those the overlaps could not tell are decided', () => {
    holds((transcript, recognized) => {
      const people = peopleByKey(transcript, recognized);
      const personOf = (key: string) => [...(people.get(key) ?? [])].join();
      const decisions = transcript.unmatched.flatMap(
        ({ speakerKey: own, candidates, ...speaker }) => {
          const same = candidates.find((key) => personOf(key) === personOf(own));
          return same === undefined ? [] : [{ ...speaker, speakerKey: same }];
        },
      );
      const decided = peopleByKey(assembleTranscript(recognized.parts, { decisions }), recognized);
      const names = [...decided.values()].flatMap((set) => [...set]);
      expect(names.sort()).toEqual([...new Set(names)].sort());
      expect(new Set(names)).toEqual(new Set([...people.values()].flatMap((set) => [...set])));
    });
  });

  it('never makes one person of two speakers of a chunk, whatever is decided', () => {
    const decisions = fc.array(
      fc.record({
        side: fc.constant(null),
        chunk: fc.integer({ min: 0, max: mostChunks }),
        label: fc.constantFrom('spk0', 'spk1', 'spk2', 'spk3'),
        speakerKey: fc.integer({ min: 1, max: 12 }).map((number) => `S${number}`),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(plans, decisions, (plan, decided) => {
        const recognized = recognizeMeeting(plan);
        const { segments } = assembleTranscript(recognized.parts, { decisions: decided });
        const speakerOf = trueSpeakers(recognized);
        const spoken = segments.flatMap(({ speakerKey, words }) =>
          words.map((word) => ({ who: `${speakerKey} in ${chunkOf(word)}`, word })),
        );
        for (const said of Map.groupBy(spoken, ({ who }) => who).values()) {
          expect(new Set(said.map(({ word }) => speakerOf(word))).size).toBe(1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order in which chunks arrive', () => {
    holds((transcript, { parts }) => {
      expect(assembleTranscript(parts.toReversed())).toEqual(transcript);
    });
  });

  it('reports one seam for each overlap, inside it', () => {
    holds((transcript, { parts }) => {
      const overlapping = parts.slice(1).flatMap(({ startMs }, index) => {
        const endMs = parts[index]?.endMs ?? 0;
        return endMs > startMs ? [{ startMs, endMs }] : [];
      });
      expect(transcript.seams).toHaveLength(overlapping.length);
      for (const [index, { startMs, endMs }] of overlapping.entries()) {
        const { atMs = -1, agreedWords = -1, droppedWords = -1 } = transcript.seams[index] ?? {};
        expect(atMs).toBeGreaterThanOrEqual(startMs);
        expect(atMs).toBeLessThanOrEqual(endMs);
        expect(Math.min(agreedWords, droppedWords)).toBeGreaterThanOrEqual(0);
      }
    });
  });
});
