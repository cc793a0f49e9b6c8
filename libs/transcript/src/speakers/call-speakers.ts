import { displayName } from '../wire-form.ts';

/**
 * Puts the names of speakers in the place of their labels (`Speaker1`, or `Speaker 1` as a model may write it) in a text
 * of ours, such as a note: what is kept names speakers by label, so that a renamed one needs no new note. All at once,
 * because a speaker may have been given the label of another.
 */
export function callSpeakers(
  speakers: readonly { label: string; name: string | null }[],
): (text: string) => string {
  const names = new Map(
    speakers.filter(({ name }) => name !== null).map((one) => [one.label, displayName(one)]),
  );
  if (names.size === 0) return (text) => text;
  return (text) => text.replace(labels, (found) => names.get(found.replace(/\s/u, '')) ?? found);
}

// A script without spaces may write its letters right before a label.
const labels = /(?<![\p{Script=Latin}\p{N}_])Speaker[ \u00a0]?\d+(?!\d)/gu;
