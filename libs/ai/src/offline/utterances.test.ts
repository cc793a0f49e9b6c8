import { describe, expect, it } from '@jest/globals';
import { parseTimedWords } from './timed-words.ts';
import { utterancesFrom } from './utterances.ts';

const lines = (...output: string[]) => parseTimedWords(output.join('\n'));

describe("the engine's output", () => {
  it('becomes words in whole milliseconds, without marks, noises and pronunciation variants', () => {
    const stretches = lines(
      'good the call',
      '<s> 0.390 0.710 0.998801',
      'good(2) 0.720 0.850 0.105456',
      '<sil> 0.860 0.900 0.632198',
      '[NOISE] 0.910 0.950 0.700000',
      '++UH++ 0.960 1.000 0.700000',
      'the 1.010 1.100 1.000100',
      '</s> 1.110 1.410 1.000000',
    );
    expect(stretches).toEqual([
      [
        { text: 'good', startMs: 720, endMs: 850, confidence: 0.105456 },
        { text: 'the', startMs: 1_010, endMs: 1_100, confidence: 1 },
      ],
    ]);
  });
});

describe('utterances', () => {
  const texts = (stretches: ReturnType<typeof lines>, durationMs = 60_000) =>
    utterancesFrom(stretches, durationMs).map(({ text }) => text);

  it('end where the engine ends a stretch of speech', () => {
    expect(
      texts(lines('yes 0.100 0.500 1.0', '</s> 0.510 0.600 1.0', 'no 0.700 0.900 1.0')),
    ).toEqual(['yes', 'no']);
  });

  it('end at a pause of 600 ms, not at a shorter one', () => {
    expect(
      texts(lines('one 0.100 0.500 1.0', 'two 1.090 1.300 1.0', 'three 1.900 2.100 1.0')),
    ).toEqual(['one two', 'three']);
  });

  it('stay inside the audio', () => {
    const stretches = lines('last 0.900 1.200 1.0', 'beyond 1.210 1.400 1.0');
    expect(utterancesFrom(stretches, 1_000)).toMatchObject([
      { text: 'last', startMs: 900, endMs: 1_000 },
    ]);
  });
});
