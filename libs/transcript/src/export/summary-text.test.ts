import { expect, it } from '@jest/globals';
import { composeSummary } from './summary-text.ts';

const compose = (...texts: string[]) => composeSummary(texts.map((text) => ({ text })));

it('the sentences of a summary follow each other', () => {
  expect(compose('They agreed. ', '2026 will be better.')).toBe(
    'They agreed. 2026 will be better.',
  );
});

it.each([
  ['bullets', '- They agreed.', '- Ben sends it.'],
  ['numbers', '1. They agreed.', '2. Ben sends it.'],
  ['headings', 'Decisions\nThey agreed.', 'Tasks\nBen sends it.'],
])('%s of a summary are lines of their own', (_, first, second) => {
  expect(compose(first, second)).toBe(`${first}\n${second}`);
});
