import { describe, expect, it } from '@jest/globals';
import { ignoredWarning } from './ignored-warning.ts';

/** As RFC 7234 writes it: code, agent and a quoted text, in characters that end neither it nor the header. */
const form = /^199 - "[\x20\x21\x23-\x5b\x5d-\x7e]*"$/;

describe('a Warning of ignored parameters', () => {
  it('names them', () => {
    expect(ignoredWarning(['statsu', 'datefrom'])).toBe(
      '199 - "Ignored query parameters: statsu, datefrom"',
    );
  });

  it.each([
    ['a line break', 'a\r\nSet-Cookie: x=1', 'a%0D%0ASet-Cookie%3A%20x%3D1'],
    ['a quote', 'a", 199 - "b', 'a%22%2C%20199%20-%20%22b'],
    ['a backslash', 'a\\', 'a%5C'],
    ['a NUL', 'a\0', 'a%00'],
    ['another script', 'статус', '%D1%81%D1%82%D0%B0%D1%82%D1%83%D1%81'],
    ['an emoji', '😀', '%F0%9F%98%80'],
    ['half a character', 'a\ud800', 'a%EF%BF%BD'],
    ['nothing', '', '(no name)'],
  ])('is one header whatever is in a name: %s', (_what, name, shown) => {
    const warning = ignoredWarning([name]);
    expect(warning).toBe(`199 - "Ignored query parameters: ${shown}"`);
    expect(warning).toMatch(form);
  });

  it('is short, however many and however long they are', () => {
    const many = Array.from({ length: 8_000 }, (_, at) => `${'я'.repeat(2_000)}${at}`);
    const warning = ignoredWarning(many);
    expect(warning).toMatch(form);
    expect(warning).toContain('... and 7990 more"');
    expect(warning.length).toBeLessThan(800);
  });
});
