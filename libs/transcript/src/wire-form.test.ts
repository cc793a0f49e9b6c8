import { describe, expect, it } from '@jest/globals';
import { displayName, keyPointsText, toWireSegments } from './wire-form.ts';

const speakers = [
  { key: 'S1', label: 'Speaker1', name: 'Jane Smith' },
  { key: 'S2', label: 'Speaker2', name: null },
];

const say = (speakerKey: string, text: string, startMs: number, endMs: number) => {
  return { id: 7, speakerKey, text, startMs, endMs };
};

describe('toWireSegments', () => {
  it("speaks the contract's field names, with exact times beside the readable ones", () => {
    expect(toWireSegments([say('S1', 'Welcome.', 15_250, 3_723_900)], speakers)).toEqual([
      {
        id: 7,
        speaker: 'Jane Smith',
        text: 'Welcome.',
        start_time: '0:15',
        end_time: '1:02:03',
        start_ms: 15_250,
        end_ms: 3_723_900,
      },
    ]);
  });

  it('calls a speaker without a name by the label, and an unknown one by the key', () => {
    const segments = [say('S2', 'Hello.', 0, 900), say('S9', 'Hi.', 1_000, 1_900)];
    expect(toWireSegments(segments, speakers).map(({ speaker }) => speaker)).toEqual([
      'Speaker2',
      'S9',
    ]);
  });

  it('keeps the order of the segments', () => {
    const segments = [say('S2', 'One.', 0, 900), say('S1', 'Two.', 1_000, 1_900)];
    expect(toWireSegments(segments, speakers).map(({ text }) => text)).toEqual(['One.', 'Two.']);
  });
});

describe('keyPointsText', () => {
  it('numbers the points from 1, one a line', () => {
    const points = [{ text: 'Revenue rose by 25%.' }, { text: 'The launch went well.' }];
    expect(keyPointsText(points)).toBe('1. Revenue rose by 25%.\n2. The launch went well.');
  });

  it('is empty when there are none', () => {
    expect(keyPointsText([])).toBe('');
  });
});

describe('displayName', () => {
  it('is the given name', () => {
    expect(displayName({ label: 'Speaker1', name: 'Jane Smith' })).toBe('Jane Smith');
  });

  it('is the label while nobody has given a name', () => {
    expect(displayName({ label: 'Speaker1', name: null })).toBe('Speaker1');
  });
});
