import { describe, expect, it } from '@jest/globals';
import type { Span } from '@memo/audio';
import type { CheckedRecognition, GapReason } from '@memo/transcript';
import { createRetryInHalves, type Ask } from './retry-in-halves.ts';

const minute = 60_000;
const chunk = { startMs: 0, endMs: 20 * minute };

const said = (span: Span): CheckedRecognition['utterances'] => [
  { speaker: 'a', text: `${span.startMs}-${span.endMs}`, ...span, words: [] },
];
const clean = (span: Span): CheckedRecognition => {
  return { utterances: said(span), fault: null, holes: [] };
};
const withHole = (span: Span, ...holes: Span[]): CheckedRecognition => ({ ...clean(span), holes });
const faulty = (reason: GapReason): CheckedRecognition => {
  return { utterances: [], fault: { reason, detail: 'as planned' }, holes: [] };
};

/** Asks by this script and keeps count. */
function byScript(script: (piece: Span, attempt: 1 | 2) => CheckedRecognition) {
  const asked: string[] = [];
  let underWay = 0;
  let most = 0;
  const ask: Ask = async (piece, attempt) => {
    asked.push(`${piece.startMs}-${piece.endMs} ${attempt}`);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    return script(piece, attempt);
  };
  return {
    recognize: createRetryInHalves(ask, () => Promise.resolve([])),
    asked,
    most: () => most,
  };
}

const lengthMs = ({ startMs, endMs }: Span) => endMs - startMs;
const musicMs = { startMs: 2 * minute, endMs: 4 * minute };

describe('retry in halves', () => {
  it('asks once when the answer is good', async () => {
    const { recognize, asked } = byScript(clean);
    expect(await recognize(chunk)).toEqual([
      { span: chunk, utterances: said(chunk), holes: [], missing: null },
    ]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a fault', () => faulty('wrong_times')],
    ['a hole', (piece: Span) => withHole(piece, musicMs)],
    [
      'invented words',
      (piece: Span) => ({ ...faulty('words_in_silence'), utterances: said(piece) }),
    ],
  ])('asks once more after %s, and takes the good answer', async (_, bad) => {
    const { recognize, asked } = byScript((piece, attempt) =>
      attempt === 1 ? bad(piece) : clean(piece),
    );
    expect(await recognize(chunk)).toMatchObject([{ utterances: said(chunk), holes: [] }]);
    expect(asked).toEqual(['0-1200000 1', '0-1200000 2']);
  });

  it('asks about halves after two bad answers, and keeps what was recognized in each', async () => {
    const { recognize, asked } = byScript((piece) =>
      lengthMs(piece) > 15 * minute ? faulty('stopped_early') : clean(piece),
    );
    const left = { startMs: 0, endMs: 10 * minute + 6_000 };
    const right = { startMs: 10 * minute - 6_000, endMs: 20 * minute };
    expect(await recognize(chunk)).toMatchObject([
      { span: left, utterances: said(left), missing: null },
      { span: right, utterances: said(right), missing: null },
    ]);
    expect(asked).toHaveLength(4);
  });

  it('asks 14 times at most, two at a time, and then says what is missing and why', async () => {
    const { recognize, asked, most } = byScript(() => faulty('repetition_loop'));
    const recognized = await recognize({ startMs: 0, endMs: 24 * minute });
    expect(asked).toHaveLength(14);
    expect(most()).toBe(2);
    expect(recognized).toMatchObject([
      { missing: 'repetition_loop', span: { endMs: 24 * minute } },
    ]);
  });

  it('loses no more than the part that cannot be recognized', async () => {
    const badMs = 3 * minute;
    const { recognize } = byScript((piece) =>
      piece.startMs <= badMs && badMs < piece.endMs ? faulty('too_many_words') : clean(piece),
    );
    const recognized = await recognize(chunk);
    expect(recognized.map(({ missing }) => missing)).toEqual(['too_many_words', null, null]);
    expect(recognized[0]?.span.endMs).toBeLessThan(6 * minute);
  });

  it('does not halve what is short already', async () => {
    const { recognize, asked } = byScript(() => faulty('wrong_times'));
    const short = { startMs: 0, endMs: 5 * minute };
    expect(await recognize(short)).toMatchObject([{ span: short, missing: 'wrong_times' }]);
    expect(asked).toHaveLength(2);
  });
});

describe('a place without words', () => {
  it('in two answers has none: it is not asked about again, and the rest is kept', async () => {
    const wider = { startMs: 2 * minute - 5_000, endMs: 4 * minute };
    const { recognize, asked } = byScript((piece, attempt) =>
      withHole(piece, attempt === 1 ? musicMs : wider),
    );
    expect(await recognize(chunk)).toMatchObject([
      { utterances: said(chunk), holes: [musicMs], missing: null },
    ]);
    expect(asked).toHaveLength(2);
  });

  it('of one answer that is another one in the next is asked about in halves', async () => {
    const elsewhere = { startMs: 12 * minute, endMs: 13 * minute };
    const { recognize, asked } = byScript((piece, attempt) =>
      lengthMs(piece) < 15 * minute
        ? clean(piece)
        : withHole(piece, attempt === 1 ? musicMs : elsewhere),
    );
    expect(await recognize(chunk)).toMatchObject([{ holes: [] }, { holes: [] }]);
    expect(asked).toHaveLength(4);
  });

  it('is better than what the halves are worth, when they are worth less', async () => {
    const { recognize } = byScript((piece, attempt) =>
      lengthMs(piece) > 15 * minute && attempt === 1
        ? withHole(piece, musicMs)
        : faulty('wrong_times'),
    );
    expect(await recognize(chunk)).toMatchObject([
      { span: chunk, holes: [musicMs], missing: null },
    ]);
  });
});

it('words invented in silence, twice, are left out and nothing else is', async () => {
  const { recognize, asked } = byScript((piece) => ({
    ...clean(piece),
    fault: { reason: 'words_in_silence', detail: 'as planned' },
  }));
  expect(await recognize(chunk)).toMatchObject([
    { utterances: said(chunk), holes: [], missing: null },
  ]);
  expect(asked).toHaveLength(2);
});

it('when one half fails, the answer the other waits for is not lost', async () => {
  const ended: string[] = [];
  const recognize = createRetryInHalves(
    async (piece) => {
      if (lengthMs(piece) > 15 * minute) return faulty('wrong_times');
      if (piece.startMs === 0) throw new Error('the provider is down');
      await new Promise(setImmediate);
      ended.push('right');
      return clean(piece);
    },
    () => Promise.resolve([]),
  );
  await expect(recognize(chunk)).rejects.toThrow('the provider is down');
  expect(ended).toEqual(['right']);
});
