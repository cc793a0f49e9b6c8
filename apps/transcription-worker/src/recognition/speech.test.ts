import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { silentLogger } from '@memo/logging';
import { allSound, findSpeech, leftOutMs, marginMs, speechWithin } from './speech.ts';

describe('speech', () => {
  it('is everything but silences of 3 s and more', () => {
    const silences = [
      { startMs: 1_000, endMs: 3_999 },
      { startMs: 5_000, endMs: 8_000 },
    ];
    expect(allSound(9_000, silences).speech).toEqual([
      { startMs: 0, endMs: 5_000 },
      { startMs: 8_000, endMs: 9_000 },
    ]);
  });

  it('is nowhere in a recording that is silent throughout, however short', () => {
    expect(allSound(900, [{ startMs: 0, endMs: 900 }]).speech).toEqual([]);
    expect(allSound(60_000, [{ startMs: 0, endMs: 60_000 }]).speech).toEqual([]);
  });

  it('is kept with a margin on both sides, within its chunk', () => {
    const speech = [
      { startMs: 50, endMs: 2_000 },
      { startMs: 6_000, endMs: 9_950 },
    ];
    expect(speechWithin({ startMs: 0, endMs: 10_000 }, speech)).toEqual([
      { startMs: 0, endMs: 2_000 + marginMs },
      { startMs: 6_000 - marginMs, endMs: 10_000 },
    ]);
  });

  it('that only touches a chunk with its margin is not in it', () => {
    const speech = [{ startMs: 0, endMs: 5_000 }];
    expect(speechWithin({ startMs: 5_000, endMs: 60_000 }, speech)).toEqual([]);
  });

  it('and the silence left out make up every recording, and no sound is left out', () => {
    const turn = fc.tuple(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 400, max: 9_000 }));
    fc.assert(
      fc.property(fc.array(turn), fc.nat(9_000), fc.nat(9_000), (turns, last, from) => {
        let atMs = 0;
        const silences = turns.map(([soundMs, silenceMs]) => {
          const startMs = atMs + soundMs;
          atMs = startMs + silenceMs;
          return { startMs, endMs: atMs };
        });
        const durationMs = atMs + last + 1;
        const chunk = { startMs: Math.min(from, durationMs - 1), endMs: durationMs };
        const kept = speechWithin(chunk, allSound(durationMs, silences).speech);
        const isKept = (ms: number) => kept.some((span) => span.startMs <= ms && ms < span.endMs);
        const long = silences.filter(({ startMs, endMs }) => endMs - startMs >= leftOutMs);
        const isIn = (ms: number, margin: number) =>
          long.some(({ startMs, endMs }) => startMs + margin <= ms && ms < endMs - margin);
        const sampled = Array.from(
          { length: Math.ceil((chunk.endMs - chunk.startMs) / 97) },
          (_, index) => chunk.startMs + index * 97,
        );
        expect(sampled.filter((ms) => !isIn(ms, 0) && !isKept(ms))).toEqual([]);
        expect(sampled.filter((ms) => isIn(ms, marginMs) && isKept(ms))).toEqual([]);
        kept.forEach(({ startMs, endMs }, index) => {
          expect(endMs).toBeGreaterThan(startMs);
          expect(startMs).toBeGreaterThanOrEqual(kept[index - 1]?.endMs ?? chunk.startMs);
        });
      }),
    );
  });
});

describe('what a voice detector hears', () => {
  const durationMs = 60_000;
  const { signal } = new AbortController();
  const span = (startMs: number, endMs: number) => ({ startMs, endMs });
  const silences = [span(2_000, 2_500), span(12_000, 14_000), span(40_000, 60_000)];

  const heard = (
    spans: { startMs: number; endMs: number }[] | null,
    levelAt = (ms: number): number =>
      spans?.some(({ startMs, endMs }) => startMs <= ms && ms < endMs) === true ? -20 : -60,
  ) =>
    findSpeech(
      {
        audio: {
          measureLevels: () => {
            const db = Array.from({ length: durationMs / 100 }, (_, step) => levelAt(step * 100));
            return Promise.resolve({ stepMs: 100, db });
          },
          findSpeech: () =>
            Promise.resolve(
              spans === null
                ? { spans, failure: new Error('no such processor') }
                : { spans, failure: null },
            ),
        },
        speechDetection: 'voice',
        logger: silentLogger,
      },
      { wavPath: 'a.wav', durationMs },
      silences,
      signal,
    );

  it('is speech with its pauses of less than 3 s', async () => {
    const { speech } = await heard([span(1_000, 2_000), span(4_000, 9_000), span(12_000, 15_000)]);
    expect(speech).toEqual([span(1_000, 9_000), span(12_000, 15_000)]);
  });

  it('begins where it is as loud as speech, as far back as the detector is late', async () => {
    const spans = [span(10_000, 12_000), span(20_040, 22_000), span(40_000, 41_000)];
    const isLoud = (ms: number) =>
      (ms >= 9_200 && ms < 9_500) || (ms >= 9_800 && ms < 12_000) || (ms >= 15_000 && ms < 22_000);
    const { speech } = await heard(spans, (ms) => (isLoud(ms) ? -3 : ms < 40_000 ? -65 : -50));
    expect(speech).toEqual([span(9_200, 12_000), span(18_440, 22_000), span(40_000, 41_000)]);
  });

  it('leaves out other sound, and says where it is', async () => {
    const { noSpeech } = await heard([span(0, 14_000)]);
    expect(noSpeech).toEqual([span(14_000, 40_000)]);
  });

  it('is speech where it is as quiet as silence', async () => {
    const { quietSpeech } = await heard([span(0, 2_100), span(11_000, 13_500)]);
    expect(quietSpeech).toEqual([span(12_000, 13_500)]);
  });

  it('is cut between two voices, however loud the room is', async () => {
    const { pauses } = await heard([span(1_000, 20_000), span(20_400, 60_000)]);
    expect(pauses).toEqual([span(0, 1_000), span(20_000, 20_400)]);
  });

  it('is all that sounds where the detector cannot run', async () => {
    expect(await heard(null)).toEqual(allSound(durationMs, silences));
  });
});
