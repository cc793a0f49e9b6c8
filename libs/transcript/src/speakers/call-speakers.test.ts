import { describe, expect, it } from '@jest/globals';
import { callSpeakers } from './call-speakers.ts';

const speaker = (number: number, name: string | null) => ({ label: `Speaker${number}`, name });

describe('a text in which speakers are named', () => {
  it.each([
    ['Speaker1 sends it.', 'John Doe sends it.'],
    ["Speaker1's offer, and Speaker1.", "John Doe's offer, and John Doe."],
    ['Speaker 1 asked Speaker2', 'John Doe asked Speaker2'],
    ['次にSpeaker1とSpeaker12が', '次にJohn DoeとAnnが'],
    ['وSpeaker1', 'وJohn Doe'],
    ['das Angebot Speaker1s', 'das Angebot John Does'],
    ['Speaker10 and Speaker12', 'Speaker10 and Ann'],
    ['LoudSpeaker1, speaker1, Speaker', 'LoudSpeaker1, speaker1, Speaker'],
  ])('%p is shown as %p', (kept, shown) => {
    const call = callSpeakers([speaker(1, 'John Doe'), speaker(2, null), speaker(12, 'Ann')]);
    expect(call(kept)).toBe(shown);
  });

  it('calls each by their own name where one has the label of another', () => {
    const call = callSpeakers([speaker(1, 'Speaker2'), speaker(2, '$& Ann')]);
    expect(call('Speaker1 and Speaker2')).toBe('Speaker2 and $& Ann');
  });
});
