import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { tailOf } from './lines.ts';

it('lines arrive whole however the stream is broken up', async () => {
  const lines: string[] = [];
  await tailOf(Readable.from(['on', 'e\ntw', 'o\nthr', 'ee']), (line) => lines.push(line));
  expect(lines).toEqual(['one', 'two', 'three']);
});

it('only the last lines are kept', async () => {
  const numbered = Array.from({ length: 10_000 }, (_, index) => `line ${index}\n`);
  const tail = await tailOf(Readable.from(numbered));
  expect(tail).toHaveLength(20);
  expect(tail.at(-1)).toBe('line 9999');
});

it('a line without an end is cut short', async () => {
  const tail = await tailOf(Readable.from(Array.from({ length: 100 }, () => 'x'.repeat(10_000))));
  expect(tail).toEqual(['x'.repeat(1000)]);
});
