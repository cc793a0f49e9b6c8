import { describe, expect, it } from '@jest/globals';
import { carryNames } from './carry-names.ts';

/** Turns of ten seconds, one behind the other: a key each. */
const turns = (keys: string) =>
  [...keys.matchAll(/./g)].map(([speakerKey], index) => {
    return { speakerKey, startMs: index * 10_000, endMs: index * 10_000 + 9_000 };
  });
const voice = (key: string, name: string | null = null, side: number | null = null) => {
  return { key, side, name, profileId: name === null ? null : `profile of ${name}` };
};
const carried = (
  before: [string, ReturnType<typeof voice>[]],
  now: [string, ReturnType<typeof voice>[]],
) => {
  const given = carryNames(
    { segments: turns(before[0]), speakers: before[1] },
    { segments: turns(now[0]), speakers: now[1] },
  );
  return Object.fromEntries([...given].map(([key, { name }]) => [key, name]));
};

describe('a name given to a voice', () => {
  it('stays with who spoke then, whatever their key is now', () => {
    const before = [voice('a', 'Ann'), voice('b', 'Bob')];
    expect(carried(['abab', before], ['xyxy', [voice('x'), voice('y')]])).toEqual({
      x: 'Ann',
      y: 'Bob',
    });
  });

  it('comes with the profile behind it', () => {
    const given = carryNames(
      { segments: turns('a'), speakers: [{ ...voice('a', 'Ann'), name: null }] },
      { segments: turns('x'), speakers: [voice('x')] },
    );
    expect(given.get('x')).toEqual({ name: null, profileId: 'profile of Ann' });
  });

  it('stays with a person who was two voices of one name, or is two voices now', () => {
    const twice = [voice('a', 'Ann'), voice('b', 'Ann')];
    expect(carried(['abab', twice], ['xxxx', [voice('x')]])).toEqual({ x: 'Ann' });
    const now = [voice('x'), voice('y')];
    expect(carried(['aaaa', [voice('a', 'Ann')]], ['xxyy', now])).toEqual({ x: 'Ann', y: 'Ann' });
  });

  it('is not put on what others said', () => {
    const before = [voice('a', 'Ann'), voice('b', 'Bob'), voice('c')];
    expect(carried(['abab', before], ['xxxx', [voice('x')]])).toEqual({});
    expect(carried(['accc', before], ['xxxx', [voice('x')]])).toEqual({});
    expect(carried(['a', before], ['cx', [voice('c'), voice('x')]])).toEqual({ c: 'Ann' });
  });

  it('does not change sides', () => {
    expect(carried(['a', [voice('a', 'Ann', 0)]], ['x', [voice('x', null, 1)]])).toEqual({});
  });
});
