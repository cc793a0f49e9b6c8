import type { Utterance, Word } from '@memo/transcript';

/** A pause (ms) this long ends an utterance even where the engine recognized one stretch of speech. */
const pauseMs = 600;

/** The engine does not tell speakers apart. */
const onlySpeaker = 'voice';

/** Stretches of words as utterances inside the audio (ms); a word that begins after its end is dropped. */
export function utterancesFrom(stretches: Word[][], durationMs: number): Utterance[] {
  return stretches
    .map((words) => words.flatMap((word) => clamp(word, durationMs)))
    .flatMap(splitAtPauses)
    .map(toUtterance);
}

function clamp(word: Word, durationMs: number): Word[] {
  return word.startMs < durationMs ? [{ ...word, endMs: Math.min(word.endMs, durationMs) }] : [];
}

function splitAtPauses(words: Word[]): Word[][] {
  const groups: Word[][] = [];
  let previous: Word | undefined;
  for (const word of words) {
    const group = groups.at(-1);
    const gapMs = previous === undefined ? Infinity : word.startMs - previous.endMs;
    if (group !== undefined && gapMs < pauseMs) group.push(word);
    else groups.push([word]);
    previous = word;
  }
  return groups;
}

function toUtterance(words: Word[]): Utterance {
  return {
    speaker: onlySpeaker,
    text: words.map(({ text }) => text).join(' '),
    startMs: words[0]?.startMs ?? 0,
    endMs: words.at(-1)?.endMs ?? 0,
    words,
  };
}
