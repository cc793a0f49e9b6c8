import { expect, it } from '@jest/globals';
import { lost } from './lost.ts';

const answer = { id: 1, tags: ['a', 'b'], by: { name: 'Ann', at: null } };

it('what only gained fields has lost nothing', () => {
  expect(lost(answer, { ...answer, by: { ...answer.by, role: 'x' }, more: 1 }, 'it')).toEqual([]);
});

it('a document that is laid out anew has lost nothing while its words are there in order', () => {
  const [then, at] = ['Title\n\nAnn: Hello you\n', '/meetings/1/export?format=txt.body'];
  const anew = 'Title\nA note\n\nAnn: Hello\nyou\n';
  expect(lost(then, anew, at)).toEqual([]);
  expect(lost(then, anew, '/meetings/1.body.summary')).toHaveLength(1);
  for (const text of [
    'Title\nAnn: you Hello\n',
    'Title\nAnn: Hello\n',
    'title\nAnn: Hello you\n',
  ]) {
    expect(lost(then, text, at)).toHaveLength(1);
  }
});

it.each([
  [{ ...answer, id: '1' }, 'it.id was 1, not "1"'],
  [{ ...answer, tags: ['b', 'a'] }, 'it.tags[0] was "a", not "b"'],
  [{ ...answer, tags: ['a', 'b', 'c'] }, 'it.tags had 2 entries, not 3'],
  [{ ...answer, tags: null }, 'it.tags was a list'],
  [{ ...answer, by: { name: 'Ann' } }, 'it.by.at is gone'],
  [{ ...answer, by: 'Ann' }, 'it.by was an object'],
  [{ ...answer, by: { name: 'Ann', at: undefined } }, 'it.by.at was null, not undefined'],
])('what changed is named: %j', (now, problem) => {
  expect(lost(answer, now, 'it')).toContain(problem);
});
