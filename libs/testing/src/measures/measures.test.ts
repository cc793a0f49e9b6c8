import { describe, expect, it } from '@jest/globals';
import { cpWer, diarizationError, tcpWer, type MeasuredSegment } from './index.ts';

const says = (speaker: string, text: string, startMs: number, endMs = startMs + 1_000) => {
  return { speaker, text, startMs, endMs } satisfies MeasuredSegment;
};

const truth = [
  says('ann', 'Good morning, all.', 0, 2_000),
  says('bob', 'Morning!', 2_000, 3_000),
  says('ann', 'Shall we begin?', 3_000, 5_000),
];

describe('cpWER', () => {
  it('is 0 for the truth, whatever people are called, and however it is cut and spelled', () => {
    const same = [
      says('S2', 'good morning all shall we begin', 0, 5_000),
      says('S1', 'MORNING', 2_000, 3_000),
    ];
    expect(cpWer(truth, same)).toEqual({ errors: 0, words: 7, rate: 0 });
  });

  it('counts words changed, left out and added', () => {
    const answer = [
      says('1', 'good evening all shall begin now', 0, 5_000),
      says('2', 'morning', 2_000),
    ];
    // evening for morning; we; now
    expect(cpWer(truth, answer)).toEqual({ errors: 3, words: 7, rate: 3 / 7 });
  });

  it('counts each word under the wrong speaker twice: missing there, added here', () => {
    const answer = [says('1', 'good morning all shall', 0), says('2', 'morning we begin', 2_000)];
    expect(cpWer(truth, answer).errors).toBe(4);
  });

  it('counts a person with two names once as missing and once as added', () => {
    const answer = [
      says('1', 'good morning all', 0),
      says('2', 'morning', 2_000),
      says('3', 'shall we begin', 3_000),
    ];
    expect(cpWer(truth, answer).errors).toBe(6);
  });

  it('takes the pairs with the fewest errors, and counts all that nobody answered', () => {
    expect(cpWer(truth, [])).toEqual({ errors: 7, words: 7, rate: 1 });
    expect(cpWer([], truth).errors).toBe(7);
    expect(cpWer([], [])).toEqual({ errors: 0, words: 0, rate: 0 });
  });
});

describe('tcpWER', () => {
  it('is cpWER for words at their time', () => {
    expect(tcpWer(truth, truth)).toEqual({ errors: 0, words: 7, rate: 0 });
  });

  it('does not know a word again that is said at another time', () => {
    const late = truth.map((one) => ({
      ...one,
      startMs: one.startMs + 20_000,
      endMs: one.endMs + 20_000,
    }));
    expect(cpWer(truth, late).errors).toBe(0);
    expect(tcpWer(truth, late).errors).toBe(14);
    expect(tcpWer(truth, late, 25_000).errors).toBe(0);
  });

  it('takes the times of words where there are some', () => {
    const words = [
      { text: 'Good', startMs: 0, endMs: 100 },
      { text: 'bye', startMs: 60_000, endMs: 60_100 },
    ];
    const long = [{ ...says('a', 'Good bye', 0, 60_100), words }];
    expect(tcpWer(long, [says('b', 'bye', 59_000)]).errors).toBe(1);
    expect(tcpWer(long, [says('b', 'bye', 30_000)]).errors).toBe(3);
  });
});

describe('DER', () => {
  const ms = { missedMs: 0, falseAlarmMs: 0, confusedMs: 0, speechMs: 5_000, rate: 0 };

  it('is 0 for the truth, whatever people are called', () => {
    const same = truth.map((one) => ({ ...one, speaker: `S-${one.speaker}` }));
    expect(diarizationError(truth, same)).toEqual(ms);
  });

  it('counts what is missed, what nobody said and what somebody else did', () => {
    const answer = [
      says('1', '', 0, 2_000),
      says('1', '', 2_000, 3_000),
      says('1', '', 4_000, 6_000),
    ];
    expect(diarizationError(truth, answer)).toEqual({
      ...{ ...ms, missedMs: 1_000, falseAlarmMs: 1_000, confusedMs: 1_000, rate: 3 / 5 },
    });
  });

  it('counts two at once twice, and a person with two names as somebody else', () => {
    const both = [says('ann', '', 0, 2_000), says('bob', '', 1_000, 2_000)];
    expect(diarizationError(both, [says('1', '', 0, 2_000)])).toMatchObject({
      ...{ speechMs: 3_000, missedMs: 1_000, rate: 1 / 3 },
    });
    const split = [says('1', '', 0, 1_500), says('2', '', 1_500, 2_000)];
    expect(diarizationError([says('ann', '', 0, 2_000)], split)).toMatchObject({
      ...{ confusedMs: 500, rate: 1 / 4 },
    });
  });

  it('of silence is 0', () => {
    expect(diarizationError([], []).rate).toBe(0);
  });
});
