import type { Utterance, Word } from '../types.ts';

/** A pause (ms) long enough for someone else to get a word in. */
const pauseMs = 500;

/**
 * One utterance as the phrases between its pauses, in order: a recognizer that tells no speakers apart may
 * answer one utterance for the whole recording, which would swallow the other side's turns. An utterance
 * stays whole where its words have no times, or do not spell its text: a cut would then be a guess.
 */
export function splitAtPauses(utterance: Utterance): Utterance[] {
  const { text, words } = utterance;
  const firsts: number[] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before !== undefined && word.startMs - before.endMs >= pauseMs) firsts.push(index);
  }
  const cuts = firsts.length > 0 ? placesInText(text, words) : null;
  if (cuts === null) return [utterance];

  return [0, ...firsts].map((first, position) => {
    const next = firsts[position];
    const own = words.slice(first, next);
    const startMs = first === 0 ? utterance.startMs : (own[0]?.startMs ?? utterance.startMs);
    return {
      speaker: utterance.speaker,
      text: text.slice(cuts[first], next === undefined ? undefined : cuts[next]).trim(),
      startMs,
      endMs: next === undefined ? utterance.endMs : latestEnd(own, startMs),
      words: own,
    };
  });
}

/** For each word the place in the text to cut before it, or null where words and text disagree or time runs back. */
export function placesInText(text: string, words: Word[]): number[] | null {
  const cuts: number[] = [];
  let end = 0;
  let clock = -Infinity;
  for (const word of words) {
    const spelling = word.text.trim();
    const start = text.indexOf(spelling, end);
    const between = text.slice(end, start);
    if (spelling === '' || start === -1 || word.startMs < clock) return null;
    if (/[\p{L}\p{N}]/u.test(between)) return null;
    // A closing mark stays with the word before it, an opening one goes with the word after.
    const space = between.search(/\s/);
    cuts.push(cuts.length === 0 ? 0 : space === -1 ? start : end + space);
    end = start + spelling.length;
    clock = word.startMs;
  }
  return cuts;
}

function latestEnd(words: Word[], startMs: number): number {
  return words.reduce((latest, word) => Math.max(latest, word.endMs), startMs);
}
