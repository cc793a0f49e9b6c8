import { describe, expect, it } from '@jest/globals';
import type { SpokenSegment } from '../language-model.ts';
import { findActionItems } from './action-items.ts';
import { sampleTurns } from '../../test/sample.ts';

function segments(...spoken: [speaker: string, text: string][]): SpokenSegment[] {
  return spoken.map(([speaker, text], id) => ({
    id,
    speaker,
    text,
    startMs: id * 1_000,
    endMs: id * 1_000 + 900,
  }));
}

const itemsIn = (text: string) =>
  findActionItems(segments(['Martin', text], ['Julia Reed', 'thank you']));
const itemIn = (text: string) => itemsIn(text)[0];

describe('the sample call', () => {
  it.each([
    ['as it is written', (text: string) => text],
    ['as it is heard', (text: string) => text.toLowerCase().replace(/[.,?]/g, '')],
  ])('has its promises and requests found, %s', async (_, heard) => {
    const turns = await sampleTurns();
    const call = segments(
      ...turns.map(({ speaker, text }) => [speaker, heard(text)] as [string, string]),
    );
    expect(findActionItems(call)).toEqual(
      [
        ['I will send the revised proposal by Friday', 'Martin', 'Friday', 10],
        ['Can you send us your security questions by next Tuesday', null, 'next Tuesday', 12],
        [
          'I will send the contract to our legal team before the end of the month',
          'Julia',
          'the end of the month',
          13,
        ],
        ['Let us meet again on Thursday to answer the last questions', null, 'Thursday', 14],
      ].map(([task, owner, due, id]) => ({
        task: heard(String(task)),
        assigned_to: owner,
        due_date: due === null ? null : heard(String(due)),
        segment_ids: [id],
        quote: heard(String(task)),
      })),
    );
  });
});

describe('a task', () => {
  it('ends where the next one begins', () => {
    expect(
      itemsIn('yes i will send the offer and can you please sign it').map(({ task }) => task),
    ).toEqual(['i will send the offer', 'can you please sign it']);
  });

  it.each([
    'What will you do if we need to leave?',
    'I will be happy to help.',
    'the offer that we will discuss',
    'did you get it by friday',
    'yes please',
    'the team will want to know',
  ])('is not made of: %s', (text) => {
    expect(itemsIn(text)).toEqual([]);
  });

  it('is a duty with a deadline, whoever it is for', () => {
    expect(itemIn('the contract must be signed by friday')).toMatchObject({
      task: 'the contract must be signed by friday',
      assigned_to: null,
      due_date: 'friday',
    });
  });
});

describe('the owner', () => {
  it.each([
    ['I’ll send it', 'Martin'],
    ['can you send it', null],
    ['we will send it', null],
    ['Julia, can you send it?', 'Julia Reed'],
    ['thanks julia reed please send it', 'Julia Reed'],
    ['julia will send it', 'Julia Reed'],
    ['peter will send it and can you check', null],
    ['this is martin can you send it', null],
  ])('of "%s" is %s', (text, owner) => {
    expect(itemIn(text)?.assigned_to).toBe(owner);
  });

  it('is nobody when two speakers have the name', () => {
    const call = segments(
      ['Anna Berg', 'hi'],
      ['Anna Cole', 'hi'],
      ['Tom', 'anna can you send it'],
    );
    expect(findActionItems(call)).toMatchObject([{ assigned_to: null }]);
  });
});

describe('the due date', () => {
  it.each([
    ['by friday', 'friday'],
    ['before the end of next week', 'the end of next week'],
    ['on Monday morning', 'Monday morning'],
    ['by march third', 'march third'],
    ['by the 3rd of March', 'the 3rd of March'],
    ['by five pm', 'five pm'],
    ['tomorrow', 'tomorrow'],
    ['next thursday at noon', 'next thursday at noon'],
    ['on time', null],
    ['by mail', null],
    ['after the holidays', null],
  ])('of something to do %s is said as %s', (when, due) => {
    expect(itemIn(`I will send it ${when}`)?.due_date).toBe(due);
  });
});
