import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { inAscii } from './in-ascii.ts';

/** What a program says that is written in any characters, and in ASCII alone. */
const said = (program: string): unknown[] =>
  [program, inAscii(program)].map((text) => {
    expect(inAscii(text)).toMatch(/^[\0-\x7f]*$/);
    return runInNewContext(text) as unknown;
  });

it.each([
  ['a string', `'caf\u00e9 \u{1f600}'`, 'caf\u00e9 \u{1f600}'],
  ['an escape that escapes nothing', `'\\\u00e9'`, '\u00e9'],
  ['a backslash before another character', `'\\\\\u00e9'`, '\\\u00e9'],
  ['a template', '`${1}\u2026`', '1\u2026'],
  ['a pattern', `/^[\u00e0-\u00ff\u{1f600}]+$/u.test('\u00e9\u{1f600}')`, true],
])('%s says the same in ASCII', (_, program, expected) => {
  expect(said(program)).toEqual([expected, expected]);
});
