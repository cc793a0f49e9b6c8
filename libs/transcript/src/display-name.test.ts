import { describe, expect, it } from '@jest/globals';
import { displayName } from './display-name.ts';

describe('displayName', () => {
  it('is the given name', () => {
    expect(displayName({ label: 'Speaker1', name: 'Jane Smith' })).toBe('Jane Smith');
  });

  it('is the label while nobody has given a name', () => {
    expect(displayName({ label: 'Speaker1', name: null })).toBe('Speaker1');
  });
});
