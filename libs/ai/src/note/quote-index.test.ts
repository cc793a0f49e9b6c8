import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createQuoteIndex } from './quote-index.ts';

const segmentsOf = (...texts: string[]) =>
  texts.map((text, id) => ({ id, speaker: 'Anna', text, startMs: id * 1_000, endMs: id * 1_000 }));

const foundIn = (text: string, quote: string): string | undefined =>
  createQuoteIndex(segmentsOf(text)).findIn(new Set([0]), quote)?.words;

const spaced = fc.constantFrom(
  ...[
    'we',
    'will',
    'ship',
    'Straße',
    'Übergröße',
    'ΟΔΟΣ',
    'naïve',
    "don't",
    "l'offre",
    '10,000',
    '1.5',
  ],
  ...[
    'العرض',
    'غداً',
    'سنرسل',
    'Привет',
    '회의를',
    'नमस्ते',
    '👍',
    '🏳️‍🌈',
    '½',
    '€',
    'x²',
    'İzmir',
    'ﬁle',
  ],
);
const unspaced = fc.constantFrom(
  ...Array.from('提案書を月曜日に送ります。％ガｶﾞ我们下周一发合同，好吗？ผมจะส่ง'),
);

describe('a quote', () => {
  it('of any run of words is found, as it was said', () => {
    fc.assert(
      fc.property(
        fc.array(spaced, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        (words, a, b) => {
          const [from = 0, to = 0] = [a % words.length, b % words.length].sort((x, y) => x - y);
          const quote = words.slice(from, to + 1).join(' ');
          expect(foundIn(words.join(' '), quote)?.replaceAll(/\P{L}/gu, '')).toBe(
            quote.replaceAll(/\P{L}/gu, ''),
          );
        },
      ),
    );
  });

  it('of any run of characters is found where words have no spaces between them', () => {
    fc.assert(
      fc.property(
        fc.array(unspaced, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(),
        (characters, a, b) => {
          const [from = 0, to = 0] = [a % characters.length, b % characters.length].sort(
            (x, y) => x - y,
          );
          const quote = characters.slice(from, to + 1).join('');
          // Punctuation alone is no quote, and half of a letter with its mark is none either.
          fc.pre(/\p{L}/u.test(quote));
          fc.pre(!/^[\p{M}\uff9e]/u.test(characters.slice(to + 1).join('')));
          fc.pre(!/^[\p{M}\uff9e]/u.test(quote));
          expect(foundIn(characters.join(''), quote)).toBeDefined();
        },
      ),
    );
  });

  it('with a word in it that was not said is never found', () => {
    fc.assert(
      fc.property(
        fc.array(spaced, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.constantFrom('never', 'не', 'لا', '不', '99', '👎'),
        (words, at, word) => {
          const quote = words.with(at % words.length, word).join(' ');
          expect(foundIn(words.join(' '), quote)).toBeUndefined();
        },
      ),
    );
  });

  it.each([
    ['case', 'We ship on MONDAY', 'we ship on monday'],
    ['punctuation', 'Yes, we ship -- on Monday!', '"yes we ship on Monday"'],
    ['spacing', 'we  ship\non Monday', 'we ship on Monday'],
    ['full width', 'ＡＰＩ を ２０２６ 年', 'API を2026年'],
    ['half-width kana', 'ﾒﾓｱﾌﾟﾘｶﾞ', 'メモアプリガ'],
    ['spaces between Chinese characters', '我们 下周 发 合同', '我们下周发合同。'],
    ['composed letters', 'cafe\u0301 cre\u0300me', 'café crème'],
    ['stretched Arabic', 'العـــرض غدا', 'العرض غدا'],
    ['how an emoji is drawn', 'great \u2764\ufe0f work', 'great ❤ work'],
    ['thousands', 'it costs 10,000 euros', '10 000 euros'],
    ['vowel signs', 'فِي الِاجْتِمَاعِ', 'في الاجتماع'],
    ['Turkish capitals', 'İzmir ofisi', 'izmir ofisi'],
    ['joiners', 'می\u200cخواهم', 'میخواهم'],
    ['ligatures', 'the ﬁnal oﬀer', 'the final offer'],
    ['sign', 'it is -5 degrees', '-5 degrees'],
    ['typographic apostrophes', 'we don’t ship', "we don't ship"],
  ])('is found whatever its %s', (_, text, quote) => {
    expect(foundIn(text, quote)).toBeDefined();
  });

  it.each([
    ['a negation cut off', 'we cannot ship', 'we can'],
    ['a negation behind an apostrophe', "we can't ship", 'we can'],
    ['a part of a word', 'the artist said so', 'art'],
    ['a part of a compound', 'it is non-binding', 'binding'],
    ['another number', 'it costs 1.5 million', '15 million'],
    ['the end of a number', 'it costs 1.5 million', '5 million'],
    ['the end of a number with spaces', 'it costs 1 500 euros', '500 euros'],
    ['the beginning of a number with spaces', 'it costs 1 500', 'it costs 1'],
    ['a number without its sign', 'it is -5 degrees', '5 degrees'],
    ['half of a fraction', 'in 3 1/2 days', '2 days'],
    ['one of a family', '👨‍👩‍👧 came', '👨 came'],
    ['the end of a year', '１９９０年', '90年'],
    ['words out of order', 'ship on Monday', 'on Monday ship'],
    ['words left out', 'we will not ship', 'we will ship'],
    ['nothing', 'we ship', ''],
    ['punctuation alone', 'we ship.', '.'],
    ['half of a letter', 'it is cafe\u0301', 'it is cafe'],
  ])('is not found in %s', (_, text, quote) => {
    expect(foundIn(text, quote)).toBeUndefined();
  });

  it('is given back in the words of the transcript', () => {
    expect(foundIn('Well, WE — ship on  Monday!', 'we ship on monday')).toBe(
      'WE — ship on  Monday',
    );
  });
});

describe('over two segments', () => {
  const index = createQuoteIndex(segmentsOf('We will ship', 'on Monday.', '…', 'on Monday.'));

  it('a quote is found where one follows the other', () => {
    expect(index.findIn(new Set([0, 1]), 'ship on Monday')).toEqual({
      segmentIds: [0, 1],
      words: 'ship on Monday',
      quote: 'ship on Monday.',
      isWhole: false,
    });
    expect(index.findIn(new Set([0]), 'ship on Monday')).toBeNull();
    expect(index.findIn(new Set([0, 3]), 'ship on Monday')).toBeNull();
  });

  it('no word is made of the end of one and the beginning of the next', () => {
    const split = createQuoteIndex(segmentsOf('we can', 'not ship'));
    expect(split.findOnly('we can not')).toMatchObject({ segmentIds: [0, 1] });
    expect(split.findOnly('we can')).toMatchObject({ segmentIds: [0] });
  });

  it('no number is made of the end of one and the beginning of the next', () => {
    const split = createQuoteIndex(segmentsOf('in room 5', '10 people'));
    expect(split.findOnly('510 people')).toBeNull();
    expect(split.findOnly('10 people')).toMatchObject({ segmentIds: [1], isWhole: true });
    expect(split.findOnly('in room 5')).toMatchObject({ segmentIds: [0], isWhole: true });
  });

  it('only one place is the only one', () => {
    expect(index.findOnly('we will')).toMatchObject({ segmentIds: [0], words: 'We will' });
    expect(index.findOnly('on Monday')).toBeNull();
    expect(index.findOnly('on Tuesday')).toBeNull();
  });
});
