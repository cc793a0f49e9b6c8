import { expect, it } from '@jest/globals';
import { createSuggestionKeys } from './suggestion-keys.ts';

const keys = createSuggestionKeys();

it('a key says when its recording came', () => {
  // RFC 9562's own example.
  const key = keys.recording('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  expect(keys.receivedAt(key)).toBe(Date.UTC(2022, 1, 22, 19, 22, 22));
});

it.each([
  'suggestions/',
  'suggestions/notes.txt',
  'suggestions/1b4e28ba-2fa1-4d11-883f-0016d3cca427',
  'meetings/audio/0197a1b2-0000-7000-8000-000000000001',
])('a key of something else says nothing: %s', (key) => {
  expect(keys.receivedAt(key)).toBeNull();
});
