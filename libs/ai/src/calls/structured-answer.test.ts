import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { structuredAnswer } from './structured-answer.ts';

const schema = z.object({ summary: z.string(), points: z.array(z.string()) });
const answer = (summary: string) => JSON.stringify({ summary, points: ['one', 'two'] });
const valueIn = (text: string) => structuredAnswer(schema, text).value;

describe('an answer that is given more than once', () => {
  it('as a draft and corrected, is the last one', () => {
    const text = `A draft:\n${answer('They met.')}\nBetter:\n${answer('They agreed.')}`;
    expect(valueIn(text)).toMatchObject({ summary: 'They agreed.' });
  });

  it.each([
    ['something smaller of the same form', JSON.stringify({ summary: '', points: [] })],
    ['something of another form', '{"language":"en"}'],
  ])('is the whole one where %s stands behind it', (_what, behind) => {
    expect(valueIn(`${answer('They agreed.')}\n${behind}`)).toMatchObject({
      summary: 'They agreed.',
    });
  });
});
