import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assembleTranscript, type Transcript } from './assemble.ts';
import type { TranscribedPart, Utterance, Word } from './types.ts';

const time = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Sane and drifting times alike; `tag` makes every word of a meeting unique, so a lost or doubled one shows. */
function anUtterance(tag: string): fc.Arbitrary<Utterance> {
  const pauseAndLength = fc.tuple(fc.oneof(time(0, 300), time(-100, 3_000)), time(0, 600));
  return fc
    .record({
      speaker: fc.constantFrom('a', 'b'),
      startMs: time(-2_000, 70_000),
      timing: fc.array(pauseAndLength, { maxLength: 12 }),
      timed: fc.boolean(),
      mark: fc.constantFrom('', '.', '?'),
    })
    .map(({ speaker, startMs, timing, timed, mark }) => {
      let clock = startMs;
      const words = timing.map(([pause, length], index): Word => {
        const from = clock + pause;
        clock = from + length;
        return { text: `${tag}w${index}`, startMs: from, endMs: clock };
      });
      const text = words.map((word) => word.text + mark).join(' ');
      return { speaker, text, startMs, endMs: clock, words: timed ? words : [] };
    });
}

function aPart(side: number | null): fc.Arbitrary<TranscribedPart> {
  const utterances = fc
    .integer({ min: 0, max: 10 })
    .chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, i) => anUtterance(`s${side ?? 0}u${i}`))),
    );
  return fc.record({
    chunk: fc.constant(0),
    side: fc.constant(side),
    startMs: fc.integer({ min: 0, max: 5_000 }),
    endMs: fc.integer({ min: 5_000, max: 65_000 }),
    utterances,
  });
}

const meetings = fc.oneof(fc.tuple(aPart(null)), fc.tuple(aPart(0), aPart(1))) as fc.Arbitrary<
  TranscribedPart[]
>;

function holds(property: (transcript: Transcript, parts: TranscribedPart[]) => void): void {
  fc.assert(fc.property(meetings, (parts) => property(assembleTranscript(parts), parts)));
}

const tokens = (texts: { text: string }[]) => texts.flatMap(({ text }) => text.match(/\S+/g) ?? []);

describe('an assembled transcript', () => {
  it('loses and doubles no word of the text', () => {
    holds(({ segments }, parts) => {
      expect(tokens(segments).sort()).toEqual(tokens(parts.flatMap((p) => p.utterances)).sort());
    });
  });

  it('loses and doubles no timed word', () => {
    holds(({ segments }, parts) => {
      const given = parts.flatMap((p) => p.utterances).flatMap((utterance) => utterance.words);
      const kept = segments.flatMap((segment) => segment.words);
      expect(tokens(kept).sort()).toEqual(tokens(given).sort());
    });
  });

  it('keeps the words of an utterance in their order', () => {
    holds(({ segments }, parts) => {
      const order = new Map(tokens(segments).map((token, position) => [token, position]));
      for (const utterance of parts.flatMap((p) => p.utterances)) {
        const positions = tokens([utterance]).map((token) => order.get(token) ?? -1);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      }
    });
  });

  it('numbers segments by position and never runs back', () => {
    holds(({ segments }) => {
      expect(segments.map((segment) => segment.id)).toEqual([...segments.keys()]);
      const starts = segments.map((segment) => segment.startMs);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    });
  });

  it('stays inside the audio, in whole milliseconds, words inside their segment', () => {
    holds(({ segments }, parts) => {
      const first = Math.min(...parts.map((p) => p.startMs));
      const last = Math.max(...parts.map((p) => p.endMs));
      for (const { startMs, endMs, words } of segments) {
        const ends = words.map((word) => [startMs, word.startMs, word.endMs, endMs]);
        for (const times of [[first, startMs, endMs, last], ...ends]) {
          expect(times.every(Number.isInteger)).toBe(true);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
      }
    });
  });

  it('gives every word to a speaker of the side it was recognized on', () => {
    holds(({ segments, speakers }) => {
      const sides = new Map(speakers.map((speaker) => [speaker.key, speaker.side]));
      for (const segment of segments) {
        const side = sides.get(segment.speakerKey);
        expect(side).toBeDefined();
        const recognized = new RegExp(`^s${side ?? 0}u`);
        expect(tokens([segment]).filter((token) => !recognized.test(token))).toEqual([]);
      }
    });
  });

  it('names speakers in order of first speaking, and no one who is silent', () => {
    holds(({ segments, speakers }) => {
      expect([...new Set(segments.map((segment) => segment.speakerKey))]).toEqual(
        speakers.map((speaker) => speaker.key),
      );
      expect(speakers.map((speaker) => speaker.label)).toEqual(
        speakers.map((_, index) => `Speaker${index + 1}`),
      );
    });
  });
});
