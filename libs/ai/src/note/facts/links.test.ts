import { describe, expect, it } from '@jest/globals';
import { holdsLink, linksIn } from './links.ts';
import { plainText } from './plain-text.ts';

const linksOf = (text: string) => linksIn(plainText(text)).links;

describe('an address', () => {
  it.each([
    'Sign in at https://evil.example now.',
    'evil . example',
    'evil[.]example',
    'evil(dot)example',
    'evil dot example',
    'Go to evil DOT example!',
    'hxxps://evil[.]example',
    'h**p://evil.example',
    'http colon slash slash evil dot example',
    'www.evil.example',
    'ev\u200bil.exa\u00admple',
    'evil\uff0eexample',
    'evil\u2024example',
    'evil\u3002example',
    'evil\u00b7example',
    'evil&#46;example',
    'evil&period;example',
    'evil%2Eexample',
    'e v i l . e x a m p l e',
    '[your account](https://evil.example)',
    'ＥＶＩＬ．ＥＸＡＭＰＬＥ',
    'evil .example',
  ])('is seen however it is written: %s', (text) => {
    expect(linksOf(text)).toEqual(['evil.example']);
  });

  it.each([
    ['help@evil.example', 'help@evil.example'],
    ['help at evil dot example', 'help@evil.example'],
    ['help [at] evil [dot] example', 'help@evil.example'],
    ['evil.example/login?next=1', 'evil.example/login?next=1'],
    ['evil dot example slash login', 'evil.example/login'],
    ['http://user:secret@evil.example', 'user:secret@evil.example'],
    ['http://203.0.113.7/a', '203.0.113.7/a'],
    ['203.0.113.7', '203.0.113.7'],
    ['http://3405803783/', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['localhost:3000', 'localhost:3000'],
    ['mailto:help@evil.example', 'help@evil.example'],
    ['javascript:alert', 'javascript:alert'],
    ['@evilcorp', '@evilcorp'],
    ['xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['evil Punkt com', 'evil.com'],
  ])('has one form: %s', (text, link) => {
    expect(linksOf(text)).toEqual([link]);
  });

  it.each([
    'We met at 10:15:30, e.g. at 5 p.m., in the U.S.',
    'Dr. Berg has a Ph.D. and agrees.',
    'It costs 1.5 million, version 1.2.3.',
    'The point is clear. The museum is the meeting point at half past seven.',
    'El punto es claro.',
    '会議は終わり。次は月曜日。',
    'El col·legi és obert.',
    'Either/or, and/or, 24/7.',
    'The ratio is 3:1.',
  ])('is none: %s', (text) => {
    expect(linksOf(text)).toEqual([]);
  });
});

it.each(['a', 'a.', 'a-', '1 ', 'http:', 'a@', 'a b ', ' ', '%2e', 'www.'])(
  'a text of many times %j has its end found, before its reader gives up',
  (unit) => {
    const text = `${unit.repeat(200_000)} evil.example`;
    expect(linksOf(text).at(-1)).toMatch(/evil\.example$/);
  },
);

describe('words hold an address', () => {
  it.each([
    ['acme.com', ['acme.com']],
    ['acme.com', ['acme.com/docs']],
  ])('%s that they say, or say more of: %p', (wanted, held) => {
    expect(holdsLink(held, wanted)).toBe(true);
  });

  it.each([
    ['acme.com.evil.example', ['acme.com']],
    ['acme.com/login', ['acme.com']],
    ['acme.co', ['acme.com']],
    ['xn--cme-7cd.com', ['acme.com']],
  ])('but not %s, of which they say less or something else: %p', (wanted, held) => {
    expect(holdsLink(held, wanted)).toBe(false);
  });
});
