import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsPerSecond, maxLineColumns, type Cue } from './cue.ts';
import { cuesOf } from './cues.ts';
import type { SpokenSegment } from './document.ts';
import { maxLagMs, minMs } from './hold-on.ts';
import { columnsOf } from './pieces.ts';
import { balanceLines, wrapLines } from './wrap-lines.ts';

const textOf = ({ pieces }: Cue) => wrapLines(pieces, Infinity).join('');

const say = (speaker: string, text: string, startMs: number, endMs: number): SpokenSegment => {
  return { speaker, text, startMs, endMs, words: [] };
};

/** Each word is said in so many ms, a quarter of which is silence behind it. */
function timed(speaker: string, text: string, startMs: number, everyMs = 600): SpokenSegment {
  const words = text.split(' ').map((word, index) => ({
    text: word,
    startMs: startMs + index * everyMs,
    endMs: startMs + index * everyMs + everyMs * 0.75,
  }));
  return { speaker, text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

const count = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `word${from + index}`).join(' ');

describe('a long segment', () => {
  it('is cut where its words are said', () => {
    const cues = [...cuesOf([timed('A', count(1, 40), 10_000)])];
    expect(cues.length).toBeGreaterThan(2);
    for (const cue of cues) {
      const words = textOf(cue).split(' ');
      const first = Number(words[0]?.slice(4));
      const last = Number(words.at(-1)?.slice(4));
      expect(cue.startMs).toBe(10_000 + (first - 1) * 600);
      expect(cue.endMs).toBe(10_000 + (last - 1) * 600 + 450);
    }
  });

  it('goes by share of text where words have no times', () => {
    const cues = [...cuesOf([say('A', count(1, 40), 0, 20_000)])];
    expect(cues[0]?.startMs).toBe(0);
    expect(cues.at(-1)?.endMs).toBe(20_000);
    const middle = cues.findIndex((cue) => textOf(cue).includes('word20'));
    expect(cues[middle]?.startMs).toBeGreaterThan(5_000);
    expect(cues[middle]?.endMs).toBeLessThan(15_000);
  });

  it('lets a sentence begin a cue when the one before fills more than a line', () => {
    const [first, second] = cuesOf([
      say(
        'A',
        'This sentence is a little longer than one line is. Next one starts here.',
        0,
        6_000,
      ),
    ]);
    expect(first && textOf(first)).toBe('This sentence is a little longer than one line is.');
    expect(second && textOf(second)).toBe('Next one starts here.');
  });

  it('is cut between words where a language writes no spaces', () => {
    const text = '今天我们讨论第四季度的销售情况，并决定明年的预算。'.repeat(6);
    const cues = [...cuesOf([say('A', text, 0, 60_000)])];
    expect(cues.length).toBeGreaterThan(4);
    expect(cues.map(textOf).join('')).toBe(text);
    for (const { pieces } of cues) expect(pieces[0]?.text).not.toMatch(/^[，。]/);
  });

  it('takes a word that is longer than a line apart', () => {
    const text = `${'ab'.repeat(100)} end`;
    const cues = [...cuesOf([say('A', text, 0, 5_000)])];
    expect(cues.flatMap(({ pieces }) => pieces.map((piece) => piece.text)).join('')).toBe(
      text.replace(' ', ''),
    );
  });
});

describe('a cue that is gone before it can be read', () => {
  const timesOf = (...segments: SpokenSegment[]) =>
    [...cuesOf(segments)].map(({ startMs, endMs }) => [startMs, endMs]);

  it('stays a second, and who speaks next waits for it', () => {
    expect(timesOf(say('A', 'Yes.', 0, 200), say('B', 'And more.', 300, 2_000))).toEqual([
      [0, 1_000],
      [1_000, 2_000],
    ]);
  });

  it('stays as long as its text is read, where nobody goes on', () => {
    const text = 'Thirty four characters are in here';
    expect(timesOf(say('A', text, 0, 900), say('A', 'Later.', 9_000, 10_500))).toEqual([
      [0, 2_000],
      [9_000, 10_500],
    ]);
  });

  it.each([250, 300, 600])(
    'makes nobody wait for more than a second, with a turn every %i ms',
    (everyMs) => {
      const text = 'As fast as an auctioneer speaks.';
      const said = Array.from({ length: 100 }, (_, turn) =>
        say(turn % 2 === 0 ? 'A' : 'B', text, turn * everyMs, (turn + 1) * everyMs - 10),
      );
      const late = timesOf(...said).map(([startMs = 0], turn) => startMs - turn * everyMs);
      expect(late).toHaveLength(100);
      expect(Math.max(...late)).toBeLessThanOrEqual(maxLagMs);
    },
  );

  it('is one with what the same speaker goes on to say', () => {
    const cues = [...cuesOf([say('A', 'Yes.', 0, 200), say('A', 'And more.', 300, 2_000)])];
    expect(cues.map(textOf)).toEqual(['Yes. And more.']);
    const apart = [
      say('A', 'Yes.', 0, 200),
      say('B', 'No.', 250, 290),
      say('A', 'And.', 300, 2_000),
    ];
    expect([...cuesOf(apart)].map(textOf)).toEqual(['Yes.', 'No.', 'And.']);
    expect(timesOf(say('A', 'Yes.', 0, 1_200), say('A', 'Later.', 3_000, 4_200))).toHaveLength(2);
  });
});

describe('speech of an ordinary speed', () => {
  const sentences =
    'Good morning everyone. Before we start, I would like to thank Ann for the slides she made last night. The numbers for the fourth quarter are in, and they look better than we thought. Yes. We sold more in the north, less in the south, and about the same as last year in the west. So, what do we do about the budget? I think we should wait until March.';
  // A quarter of a second and a sixteenth for each letter: 150 words a minute.
  let at = 0;
  const words = sentences.split(' ').map((text) => {
    const startMs = at;
    at += 120 + text.length * 62;
    return { text, startMs, endMs: at - 60 };
  });
  const cues = [...cuesOf([{ speaker: 'A', text: sentences, startMs: 0, endMs: at, words }])];

  it('is never shown faster than seventeen characters a second', () => {
    for (const cue of cues) {
      const perSecond = (textOf(cue).length * 1_000) / (cue.endMs - cue.startMs);
      expect(perSecond).toBeLessThanOrEqual(columnsPerSecond);
    }
  });

  it('is in no cue of a word or two, nor in one that is shown for less than a second', () => {
    for (const cue of cues) {
      expect(textOf(cue).split(' ').length).toBeGreaterThan(2);
      expect(cue.endMs - cue.startMs).toBeGreaterThanOrEqual(1_000);
    }
  });

  it('has cues that end where sentences do, or clauses, wherever they may', () => {
    const ends = cues.filter((cue) => /[.,?]$/.test(textOf(cue)));
    expect(ends.length / cues.length).toBeGreaterThan(0.8);
  });
});

it('two lines are about as long as each other, cut behind a comma where one is near', () => {
  const linesOf = (text: string) =>
    [...cuesOf([say('A', text, 0, 6_000)])].map(({ pieces }) =>
      balanceLines(pieces, maxLineColumns),
    );
  expect(linesOf('We agreed to send the revised proposal on Friday')).toEqual([
    ['We agreed to send the', 'revised proposal on Friday'],
  ]);
  expect(linesOf('If they agree to it, we sign the contract on Monday')).toEqual([
    ['If they agree to it,', 'we sign the contract on Monday'],
  ]);
});

it('two who speak at once are both shown, in the order in which they begin', () => {
  const cues = [...cuesOf([timed('A', count(1, 30), 0), timed('B', count(31, 35), 3_000)])];
  expect(cues.map(({ speaker }) => speaker)).toContain('B');
  const starts = cues.map(({ startMs }) => startMs);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(cues.find(({ speaker }) => speaker === 'B')?.startMs).toBe(3_000);
});

const anyText = fc.oneof(
  fc.lorem({ maxCount: 80 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('会', '议', '，', ' ', 'a', '🎉', 'م', '.'), maxLength: 200 }),
);

const anySegment = fc
  .record({
    speaker: fc.constantFrom('A', 'B', 'محمد'),
    text: anyText,
    startMs: fc.nat(60_000),
    lengthMs: fc.nat(120_000),
    timed: fc.boolean(),
  })
  .chain(({ speaker, text, startMs, lengthMs, timed: hasWords }) =>
    fc.array(fc.tuple(fc.nat(60_000), fc.nat(2_000)), { maxLength: 80 }).map((times) => ({
      speaker,
      text,
      startMs,
      endMs: startMs + lengthMs,
      words: hasWords
        ? text.split(' ').flatMap((word, index) => {
            const [start, length] = times[index] ?? [];
            return start === undefined || length === undefined
              ? []
              : [{ text: word, startMs: start, endMs: start + length }];
          })
        : [],
    })),
  );

describe('whatever was said', () => {
  const meeting = fc.array(anySegment, { maxLength: 12 });
  const bare = (text: string) =>
    text
      .toWellFormed()
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
      .replace(/[\p{Cc}\ufffe\uffff\s]/gu, '');

  it('no text is lost or said twice', () => {
    fc.assert(
      fc.property(meeting, (segments) => {
        const inOrder = segments.toSorted((a, b) => a.startMs - b.startMs);
        const cues = [...cuesOf(segments)];
        for (const speaker of ['A', 'B', 'محمد']) {
          const shown = cues.filter((cue) => cue.speaker === speaker).map(textOf);
          const said = inOrder.filter((one) => one.speaker === speaker).map(({ text }) => text);
          expect(bare(shown.join(''))).toBe(bare(said.join('')));
        }
      }),
    );
  });

  it('cues never run back, never overlap for one speaker and last long enough to be read', () => {
    fc.assert(
      fc.property(meeting, fc.boolean(), (segments, named) => {
        const freeFrom = new Map<string, number>();
        let last = 0;
        for (const { startMs, endMs, speaker } of cuesOf(segments, { named })) {
          expect(startMs).toBeGreaterThanOrEqual(last);
          expect(startMs).toBeGreaterThanOrEqual(freeFrom.get(speaker) ?? 0);
          expect(endMs - startMs).toBeGreaterThanOrEqual(minMs);
          expect(Number.isInteger(startMs) && Number.isInteger(endMs)).toBe(true);
          last = startMs;
          freeFrom.set(speaker, endMs);
        }
      }),
    );
  });

  it('cues have two lines at most, each no longer than a line is', () => {
    fc.assert(
      fc.property(meeting, (segments) => {
        for (const { pieces } of cuesOf(segments)) {
          const lines = wrapLines(pieces, maxLineColumns);
          expect(lines.length).toBeLessThanOrEqual(2);
          expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(maxLineColumns);
        }
      }),
    );
  });

  it('segments of a script without spaces are joined without one', () => {
    const said = [say('A', '今天我们。', 0, 2_000), say('A', '然后看看。', 2_100, 4_000)];
    expect([...cuesOf(said)].map(textOf)).toEqual(['今天我们。然后看看。']);
  });
});
