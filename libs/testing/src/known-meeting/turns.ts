import type { Utterance, Word } from '@memo/transcript';
import { mistake, type LabelNoise } from './label-noise.ts';
import type { RecognizedWord } from './recognize-words.ts';
import type { Random } from './random.ts';
import type { TimelineWord } from './timeline.ts';

/**
 * What becomes of a word that the audio's start or end cuts through: it is not said at all; it is said whole, its
 * times ending where the audio does; or only its audible letters are.
 */
export type CutWords = 'drop' | 'clip' | 'fragment';

/**
 * The words recognized as turns, in order of start, under labels that mean nothing outside of this answer.
 * @param noise how often a turn is under somebody else's.
 */
export function toTurns(
  recognized: RecognizedWord[],
  audioMs: number,
  cutWords: CutWords,
  random: Random,
  noise: LabelNoise = { mislabelled: 0 },
  onMistaken: (word: TimelineWord) => void = () => undefined,
): Utterance[] {
  const audible = recognized.filter(({ isCut }) => !isCut || cutWords !== 'drop');
  const speakers = [...new Set(audible.map(({ word }) => word.utterance.speaker))];
  const labels = new Map(
    random.shuffled(speakers).map((speaker, index) => [speaker, `spk_${index + 1}`]),
  );
  const turns = turnsOf(audible);
  const taken = mistake(
    turns.map((words) => ({ speaker: speakerOf(words), words: words.length })),
    noise,
    random,
  );
  return turns.flatMap((words, index) => {
    if (taken[index] !== speakerOf(words)) words.forEach(({ word }) => onMistaken(word));
    const said = words.map((word) => sayWord(word, audioMs, cutWords)).filter(({ text }) => text);
    const speaker = labels.get(taken[index] ?? '') ?? '';
    return said.length > 0 ? [turn(speaker, said)] : [];
  });
}

const speakerOf = ([first]: RecognizedWord[]): string => first?.word.utterance.speaker ?? '';

/** A turn around its words. */
export function turn(speaker: string, words: Word[]): Utterance {
  const startMs = words[0]?.startMs ?? 0;
  const endMs = Math.max(startMs, ...words.map((word) => word.endMs));
  return { speaker, text: words.map(({ text }) => text).join(' '), startMs, endMs, words };
}

/** Words of one utterance are a turn; recognized a second time, they are another one. */
function turnsOf(recognized: RecognizedWord[]): RecognizedWord[][] {
  const turns: RecognizedWord[][] = [];
  const open = new Map<object, RecognizedWord[]>();
  for (const one of recognized) {
    const words = open.get(one.word.utterance);
    const last = words?.at(-1);
    if (words && last && last.word.index < one.word.index) words.push(one);
    else {
      const begun = [one];
      open.set(one.word.utterance, begun);
      turns.push(begun);
    }
  }
  return turns;
}

function sayWord(
  { word, startMs, endMs }: RecognizedWord,
  audioMs: number,
  cutWords: CutWords,
): Word {
  const [from, to] = [Math.max(0, startMs), Math.min(audioMs, endMs)];
  const letters = Array.from(word.text);
  const letterAt = (ms: number) =>
    Math.round(((ms - startMs) / (endMs - startMs)) * letters.length);
  const text = cutWords === 'clip' ? letters : letters.slice(letterAt(from), letterAt(to));
  return { text: text.join(''), startMs: Math.round(from), endMs: Math.round(to) };
}
