import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cueTime } from '../clock.ts';
import type { SpokenSegment } from './document.ts';
import { srtOf, vttOf } from './subtitles.ts';

const say = (speaker: string, text: string, startMs = 0, endMs = 3_000): SpokenSegment => {
  return { speaker, text, startMs, endMs, words: [] };
};

const srt = (...segments: SpokenSegment[]) => [...srtOf(segments)].join('');
const vtt = (...segments: SpokenSegment[]) => [...vttOf(segments)].join('');

describe('the time of a cue', () => {
  it.each([
    [0, '00:00:00,000'],
    [61_005, '00:01:01,005'],
    [43_199_999, '11:59:59,999'],
    [360_000_000, '100:00:00,000'],
  ])('at %i ms is %s', (ms, time) => {
    expect(cueTime(ms, ',')).toBe(time);
    expect(cueTime(ms, '.')).toBe(time.replace(',', '.'));
  });

  it('is read back to the millisecond', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.constantFrom(',', '.'), (ms, mark) => {
        const time = cueTime(ms, mark);
        expect(time).toMatch(/^\d{2,}:[0-5]\d:[0-5]\d[,.]\d{3}$/);
        const [hours, minutes, seconds, rest] = time.split(/[:,.]/).map(Number);
        expect(
          (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000 + (rest ?? 0),
        ).toBe(ms);
      }),
    );
  });
});

describe('SubRip', () => {
  it('numbers its cues, and names who begins to speak', () => {
    expect(
      srt(
        say('Ann', 'Hello.'),
        say('Ann', 'Again.', 5_000, 6_000),
        say('Bob', 'Hi.', 7_000, 8_000),
      ),
    ).toBe(
      '1\n00:00:00,000 --> 00:00:03,000\nAnn: Hello.\n\n' +
        '2\n00:00:05,000 --> 00:00:06,000\nAgain.\n\n' +
        '3\n00:00:07,000 --> 00:00:08,000\nBob: Hi.\n\n',
    );
  });

  it('takes nothing that was said for a time line, a tag or a style', () => {
    const text = srt(say('<b>x</b>', 'a\n\n7\n00:00:09,000 --> 00:00:10,000\n{\\an8}<script>'));
    expect(text.match(/-->/g)).toHaveLength(1);
    expect(text).not.toMatch(/[<{]/);
    expect(text).toContain('script>');
  });
});

describe('WebVTT', () => {
  it('names the speaker as the voice of the cue', () => {
    expect(vtt(say('Ann', 'Hello.'))).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Ann>Hello.</v>\n\n',
    );
  });

  it('escapes what would be a tag, an entity or a time line, in names too', () => {
    const text = vtt(say('A <b> & "C">', 'x --> y\n\nNOTE </v><script>&amp;'));
    expect(text).toContain('<v A &lt;b&gt; &amp; "C"&gt;>');
    expect(text).toContain('x --&gt; y NOTE &lt;/v&gt;&lt;script&gt;&amp;amp;');
    expect(text.match(/-->/g)).toHaveLength(1);
  });
});

it('a name makes no third line, and takes room only where it stands', () => {
  const names = fc.constantFrom('Ann', 'Christopher Montgomery', 'x'.repeat(40), 'x'.repeat(90));
  const segment = fc
    .record({
      speaker: names,
      text: fc.lorem({ maxCount: 60 }),
      at: fc.nat(60_000),
      ms: fc.nat(30_000),
    })
    .map(({ speaker, text, at, ms }) => say(speaker, text, at, at + ms));
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
      for (const cue of srtOf(segments)) {
        expect(cue.trimEnd().split('\n').length).toBeLessThanOrEqual(4);
      }
    }),
  );
  const words = 'it costs twenty five dollars a month for each person and that is all of it'.repeat(
    4,
  );
  const countOf = (name: string) => [...srtOf([say(name, words, 0, 24_000)])].length;
  expect(countOf('Christopher Montgomery-Smythe')).toBeLessThanOrEqual(countOf('Ann') + 1);
});

it('no cue has an empty line in it, whatever was said', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(anything, anything, (speaker, text) => {
      for (const cue of [...srtOf([say(speaker, text)]), ...vttOf([say(speaker, text)])]) {
        expect(cue.slice(0, -2)).not.toMatch(/\n\s*\n|\r/);
      }
    }),
  );
});
