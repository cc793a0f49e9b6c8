import { describe, expect, it } from '@jest/globals';
import { said, saidFor } from '../../test/said.ts';
import { checkRecognition, type CheckedRecognition } from './check-recognition.ts';

function expectFault(checked: CheckedRecognition, reason: string, detail: RegExp): void {
  expect(checked).toEqual({
    utterances: [],
    fault: { reason, detail: expect.stringMatching(detail) },
    holes: [],
  });
}

describe('words in silence', () => {
  const silences = [{ startMs: 5_000, endMs: 8_000 }];
  const audio = { durationMs: 13_000, silences };
  const truth = [saidFor(5), saidFor(5, 8_000)];

  it('are taken out, and the words around them are kept', () => {
    const checked = checkRecognition([...truth, said('Thank you all', 5_600)], audio);
    expect(checked.fault).toEqual({
      reason: 'words_in_silence',
      detail: 'it has 3 words where the audio is silent',
    });
    expect(checked.utterances).toEqual(truth);
  });

  it('are taken out of the middle of what someone really said', () => {
    const [before, after] = truth;
    const invented = said('thanks for watching', 6_000);
    const words = [before, invented, after].flatMap((turn) => turn?.words ?? []);
    const one = { ...saidFor(5), endMs: 13_000, words };
    const { utterances, fault } = checkRecognition([one], audio);
    expect(fault?.reason).toBe('words_in_silence');
    expect(utterances[0]?.words).toEqual(truth.flatMap((turn) => turn.words));
    expect(utterances[0]?.text).toBe(truth.map(({ text }) => text).join(' '));
  });

  it('go with all of their sentence, also with what begins at the edge of the silence', () => {
    const checked = checkRecognition([...truth, said('Thank you all very much', 4_950)], audio);
    expect(checked.utterances).toEqual(truth);
  });

  it('are found where a turn is all there is and its words have no times', () => {
    const invented = { ...said('Bye now', 6_000), words: [] };
    const { utterances, fault } = checkRecognition([...truth, invented], audio);
    expect(fault?.reason).toBe('words_in_silence');
    expect(utterances).toEqual(truth);
  });

  it('are none when every clock is half a second late, or early', () => {
    const by = (ms: number) =>
      truth.map((turn) => {
        const words = turn.words.map((word) => {
          const startMs = Math.max(0, word.startMs + ms);
          return { ...word, startMs, endMs: Math.max(startMs, word.endMs + ms) };
        });
        const endMs = words.at(-1)?.endMs ?? 0;
        return { ...turn, startMs: words[0]?.startMs ?? 0, endMs, words };
      });
    for (const ms of [-500, 500]) {
      const { fault, utterances } = checkRecognition(by(ms), { ...audio, durationMs: 14_000 });
      expect(fault).toBeNull();
      expect(utterances).toEqual(by(ms));
    }
  });

  it('are none when a clock is off by a quarter of a second', () => {
    const late = [said('Yes', 4_850), said('of course', 4_750, 'b'), said('No', 7_850, 'c')];
    const shifted = [...truth, ...late];
    expect(checkRecognition(shifted, audio).fault).toBeNull();
  });

  it('are a sign of a clock that has lost the sound when they are strewn over many', () => {
    // Five seconds of words, two of silence, and so on; the clock runs 10 % slow.
    const cycles = Array.from({ length: 20 }, (_, index) => index * 7_000);
    const longAudio = {
      durationMs: 140_000,
      silences: cycles.map((ms) => ({ startMs: ms + 5_000, endMs: ms + 7_000 })),
    };
    const turns = cycles.map((ms) => saidFor(5, ms));
    expect(checkRecognition(turns, longAudio).fault).toBeNull();
    const slow = turns.map((turn) => {
      const words = turn.words.map(({ text, startMs, endMs }) => {
        return { text, startMs: startMs * 0.9, endMs: endMs * 0.9 };
      });
      return { ...turn, startMs: turn.startMs * 0.9, endMs: turn.endMs * 0.9, words };
    });
    expectFault(checkRecognition(slow, longAudio), 'wrong_times', /where the audio is silent/);
  });
});

describe('words only spread over a turn', () => {
  // Two seconds of words, three of silence, two of words; then two of silence before the next turn.
  const turns = Array.from({ length: 40 }, (_, index) => index * 9_000);
  const audio = {
    durationMs: 360_000,
    silences: turns.flatMap((ms) => [
      { startMs: ms + 2_000, endMs: ms + 5_000 },
      { startMs: ms + 7_000, endMs: ms + 9_000 },
    ]),
  };
  const spread = turns.map((startMs) => {
    const texts = Array.from({ length: 14 }, (_, index) => `w${startMs + index}`);
    const words = texts.map((text, index) => {
      return { text, startMs: startMs + index * 500, endMs: startMs + (index + 1) * 500 };
    });
    return { speaker: 'a', text: texts.join(' '), startMs, endMs: startMs + 7_000, words };
  });

  it('are kept as turns without word times where the turns lie on the sound', () => {
    const { utterances, fault } = checkRecognition(spread, audio);
    expect(fault).toBeNull();
    expect(utterances).toEqual(spread.map((turn) => ({ ...turn, words: [] })));
  });

  it('are refused where the turns do not', () => {
    const late = spread.map((turn) => {
      const shift = <T extends { startMs: number; endMs: number }>(one: T): T => {
        return { ...one, startMs: one.startMs + 1_000, endMs: one.endMs + 1_000 };
      };
      return { ...shift(turn), words: turn.words.map(shift) };
    });
    const checked = checkRecognition(late, { ...audio, durationMs: 362_000 });
    expectFault(checked, 'wrong_times', /where the audio is silent/);
  });
});
