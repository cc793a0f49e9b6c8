import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fitted } from './fitted.ts';

const schema = z.object({
  title: z.string(),
  points: z.array(z.object({ text: z.string(), ids: z.array(z.number().int()) })),
});
const [one, two, three] = ['one', 'two', 'three'].map((text, id) => ({ text, ids: [id] }));

describe('a value', () => {
  it('has numbers given as text read, and lists given as nothing or as one element', () => {
    const given = {
      title: 7,
      points: [
        { text: 'one', ids: ['1', 2] },
        { text: 'two', ids: null },
        { text: 'three', ids: '3' },
      ],
    };
    expect(fitted(schema, given)).toEqual({
      leftOut: 0,
      value: {
        title: '7',
        points: [
          { text: 'one', ids: [1, 2] },
          { text: 'two', ids: [] },
          { text: 'three', ids: [3] },
        ],
      },
    });
  });

  it('has elements that cannot be read left out and counted', () => {
    const given = { title: 'Offer', points: [null, one, two, { text: {} }, three] };
    expect(fitted(schema, given)).toEqual({
      leftOut: 2,
      value: { title: 'Offer', points: [one, two, three] },
    });
  });

  it.each([
    ['half of a list cannot be read', { title: 'Offer', points: [one, null] }, 'points.1'],
    ['something that is in no list is missing', { points: [one, two, null] }, 'title'],
    ['it is something else', 'Offer', 'the whole'],
  ])('does not fit where %s, and it is said where', (_what, given, place) => {
    expect(fitted(schema, given)).toEqual({ places: expect.arrayContaining([place]) });
  });

  it('is left as it was given', () => {
    const given = { title: 'Offer', points: [one, two, null] };
    fitted(schema, given);
    expect(given.points).toHaveLength(3);
  });
});
