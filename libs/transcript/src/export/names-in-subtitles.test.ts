import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsPerSecond, maxLineColumns } from './cue.ts';
import type { SpokenSegment } from './document.ts';
import { columnsOf } from './pieces.ts';
import { srtOf } from './subtitles.ts';

const say = (speaker: string, text: string, startMs: number, endMs: number): SpokenSegment => {
  return { speaker, text, startMs, endMs, words: [] };
};

function read(cue: string) {
  const [, times = '', ...lines] = cue.trimEnd().split('\n');
  const [from = 0, to = 0] = times.split(' --> ').map((time) => {
    const [hours = 0, minutes = 0, seconds = 0, ms = 0] = time.split(/[:,]/).map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms;
  });
  const columns = lines.reduce((sum, line) => sum + columnsOf(line), lines.length - 1);
  return { from, to, lines, perSecond: (columns * 1_000) / (to - from) };
}

const names = [
  'Ann',
  'Christopher Montgomery-Smythe',
  'Prof. Dr. Maximiliane von und zu Hohenstein',
  'Maximiliane Alexandra Charlotte von und zu Hohenstein-Wartenburg of the committee',
  '王小明'.repeat(12),
  'x'.repeat(41),
  'x'.repeat(90),
];

it('a cue with a name can be read with it, where there is room', () => {
  for (const name of names) {
    const turns = [0, 1, 2, 3].map((turn) =>
      say(
        turn % 2 === 0 ? name : `${name} 2`,
        'Yes, I do think so.',
        turn * 8_000,
        turn * 8_000 + 900,
      ),
    );
    const cues = [...srtOf(turns)].map(read);
    expect(cues).toHaveLength(4);
    for (const { perSecond } of cues) expect(perSecond).toBeLessThanOrEqual(columnsPerSecond);
  }
});

it('a name is no longer than a line, whose end is left out, and nothing stands behind it', () => {
  for (const name of names) {
    const [cue] = [...srtOf([say(name, 'Extraordinarily well.', 0, 3_000)])].map(read);
    expect(cue?.lines.join(' ')).toMatch(/: Extraordinarily well\.$/);
    expect(cue?.lines.join(' ').startsWith(name.slice(0, 19).trimEnd())).toBe(true);
  }
});

it('whatever is said by whoever, lines have room, nothing trails, and no word is lost', () => {
  const segment = fc
    .record({
      speaker: fc.constantFrom(...names, ''),
      text: fc.lorem({ maxCount: 40 }),
      at: fc.nat(60_000),
      ms: fc.nat(30_000),
    })
    .map(({ speaker, text, at, ms }) => say(speaker, text, at, at + ms));
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
      const cues = [...srtOf(segments)].map(read);
      for (const line of cues.flatMap(({ lines }) => lines)) {
        expect(line).toBe(line.trim());
        expect(columnsOf(line)).toBeLessThanOrEqual(maxLineColumns);
      }
      for (const { lines } of cues) expect(lines.length).toBeLessThanOrEqual(2);
      const shown = cues.map(({ lines }) => lines.join(' ')).join(' ');
      for (const word of segments.flatMap(({ text }) => text.split(' '))) {
        expect(shown).toContain(word);
      }
      const starts = cues.map(({ from }) => from);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }),
  );
});
