import { describe, expect, it } from '@jest/globals';
import { carryNames } from './carry-names.ts';

/** Turns of ten seconds, one behind the other: a key each. */
const turns = (keys: string) =>
  [...keys.matchAll(/./g)].map(([speakerKey], index) => {
    return { speakerKey, startMs: index * 10_000, endMs: index * 10_000 + 9_000 };
  });
const speaker = (key: string, name: string | null = null, side: number | null = null) => {
  return { key, side, name, profileId: name === null ? null : `profile of ${name}` };
};
const carried = (
  before: [string, ReturnType<typeof speaker>[]],
  now: [string, ReturnType<typeof speaker>[]],
) => {
  const given = carryNames(
    { segments: turns(before[0]), speakers: before[1] },
    { segments: turns(now[0]), speakers: now[1] },
  );
  return Object.fromEntries([...given].map(([key, { name }]) => [key, name]));
};

describe('a name given to a speaker', () => {
  it('stays with who spoke then, whatever their key is now', () => {
    const before = [speaker('a', 'Ann'), speaker('b', 'Bob')];
    expect(carried(['abab', before], ['xyxy', [speaker('x'), speaker('y')]])).toEqual({
      x: 'Ann',
      y: 'Bob',
    });
  });

  it('comes with the profile behind it', () => {
    const given = carryNames(
      { segments: turns('a'), speakers: [{ ...speaker('a', 'Ann'), name: null }] },
      { segments: turns('x'), speakers: [speaker('x')] },
    );
    expect(given.get('x')).toEqual({ name: null, profileId: 'profile of Ann' });
  });

  it('stays with a person who was two speakers of one name, or is two speakers now', () => {
    const twice = [speaker('a', 'Ann'), speaker('b', 'Ann')];
    expect(carried(['abab', twice], ['xxxx', [speaker('x')]])).toEqual({ x: 'Ann' });
    const now = [speaker('x'), speaker('y')];
    expect(carried(['aaaa', [speaker('a', 'Ann')]], ['xxyy', now])).toEqual({ x: 'Ann', y: 'Ann' });
  });

  it('is not put on what others said', () => {
    const before = [speaker('a', 'Ann'), speaker('b', 'Bob'), speaker('c')];
    expect(carried(['abab', before], ['xxxx', [speaker('x')]])).toEqual({});
    expect(carried(['accc', before], ['xxxx', [speaker('x')]])).toEqual({});
    expect(carried(['a', before], ['cx', [speaker('c'), speaker('x')]])).toEqual({ c: 'Ann' });
  });

  it('does not change sides', () => {
    expect(carried(['a', [speaker('a', 'Ann', 0)]], ['x', [speaker('x', null, 1)]])).toEqual({});
  });
});
