import { describe, expect, it } from '@jest/globals';
import { readRecognizedChunks } from './recognized-chunks.ts';
import type { Recognized, PreparedChunk } from './stage-results.ts';

const spans = [
  { startMs: 0, endMs: 60_000 },
  { startMs: 48_000, endMs: 120_000 },
  { startMs: 108_000, endMs: 180_000 },
];

/** A word at each border of the chunk, which cuts it, and some between. */
function cutAtBothBorders({ startMs, endMs }: { startMs: number; endMs: number }): Recognized {
  const length = endMs - startMs;
  const words = [
    { text: 'ning', startMs: 0, endMs: 200 },
    { text: 'Well,', startMs: 1_500, endMs: 1_900 },
    { text: 'yes.', startMs: length - 3_000, endMs: length - 2_700 },
    { text: 'tomor', startMs: length - 200, endMs: length },
  ];
  const text = words.map((word) => word.text).join(' ');
  const said = { speaker: 'a', text, startMs: 0, endMs: length, words };
  return { pieces: [{ startMs, endMs, utterances: [said] }], gaps: [], sources: [] };
}

/** Chunks of one recording, recognized as given, when all of them are read. */
async function read(given: Recognized[], speech = spans.map((span) => [span])) {
  const chunks = spans.map((span, chunk): PreparedChunk => {
    return { ...span, chunk, side: null, speech: speech[chunk] ?? [], audio: null };
  });
  const getText = (key: string) => Promise.resolve(JSON.stringify(given[Number(key)]));
  const results = given.map((_, key) => ({
    recognizedKey: String(key),
    rejectedAnswers: 0,
    loops: 0,
    givenTwice: 0,
  }));
  return readRecognizedChunks({ getText }, chunks, results);
}

const texts = (chunks: Awaited<ReturnType<typeof read>>) =>
  chunks.map(({ recognized }) =>
    recognized.pieces.flatMap((piece) => piece.utterances.map((u) => u.text)),
  );

const allRecognized = spans.map(cutAtBothBorders);
const lost: Recognized = {
  pieces: [],
  gaps: [{ startMs: 48_000, endMs: 120_000, reason: 'stopped_early' }],
  sources: [],
};
const middleLost = allRecognized.map((recognized, chunk) => (chunk === 1 ? lost : recognized));

describe('beside a chunk that was not recognized', () => {
  it('half a word at the border is no word, and its second a gap', async () => {
    const chunks = await read(middleLost);
    expect(texts(chunks)).toEqual([['ning Well, yes.'], [], ['Well, yes. tomor']]);
    expect(chunks[0]?.recognized.gaps).toEqual([
      { startMs: 59_000, endMs: 60_000, reason: 'no_words' },
    ]);
    expect(chunks[2]?.recognized.gaps).toMatchObject([{ startMs: 108_000, endMs: 109_000 }]);
  });

  it('a turn without times of its words loses no more than that second', async () => {
    const text = '我們明天再討論這個問題，好不好？'.repeat(20);
    const said = { speaker: 'a', text, startMs: 0, endMs: 60_000, words: [] };
    const untimed = {
      ...allRecognized[0],
      pieces: [{ ...spans[0], utterances: [said] }],
    } as Recognized;
    const [[left = ''] = []] = texts(await read([untimed, ...middleLost.slice(1)]));
    expect(text.startsWith(left)).toBe(true);
    expect(left.length).toBeGreaterThan(0.95 * text.length);
    expect(left.length).toBeLessThan(text.length);
  });

  it('nothing is left out where nobody speaks at the border', async () => {
    const speech = [[{ startMs: 0, endMs: 60_000 }], [{ startMs: 70_000, endMs: 100_000 }], []];
    expect(texts(await read(middleLost, speech))).toEqual(
      texts(
        await read(
          middleLost,
          speech.map(() => []),
        ),
      ),
    );
  });

  it('nothing is left out while the neighbour is still to be recognized', async () => {
    expect(texts(await read(allRecognized.slice(0, 1)))).toEqual([['ning Well, yes. tomor']]);
  });
});

it('beside a chunk that was recognized, both say what was recognized at the border', async () => {
  expect(texts(await read(allRecognized))).toEqual(Array(3).fill(['ning Well, yes. tomor']));
});
