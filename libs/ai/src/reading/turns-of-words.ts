import { isFields, spanIn, speakerIn, textIn } from './fields.ts';
import { asWritten, joined } from './written-words.ts';

/** A pause (ms) this long ends a turn even where nobody else begins to speak. */
const pauseMs = 600;

interface Element {
  given: unknown;
  /** Null where the list says nothing of it. */
  speaker: string | null;
  startMs: number | null;
  endMs: number | null;
}

/** A turn made of words, for `readTurns`. */
export interface TurnOfWords {
  text?: string;
  speaker?: string;
  words: unknown[];
}

/**
 * A list of words as turns: another speaker begins a new one, and so does a pause. A word without a speaker between two
 * of one person is theirs; between two people it is nobody's.
 * @param text of all the words, with the punctuation that lists of words leave out.
 */
export function turnsOfWords(words: readonly unknown[], text = ''): TurnOfWords[] {
  const elements = withNeighboursSpeakers(written(words, text).map(read));
  const turns: TurnOfWords[] = [];
  let last: Element | undefined;
  for (const element of elements) {
    // Beside a word whose time is not known no pause is.
    const pause = (element.startMs ?? 0) - (last?.endMs ?? Infinity);
    if (element.speaker !== last?.speaker || pause >= pauseMs) {
      turns.push({ ...(element.speaker !== null && { speaker: element.speaker }), words: [] });
    }
    turns.at(-1)?.words.push(element.given);
    last = element;
  }
  return turns;
}

function read(given: unknown): Element {
  if (!isFields(given)) return { given, speaker: null, startMs: null, endMs: null };
  return { given, speaker: speakerIn(given), ...spanIn(given) };
}

function withNeighboursSpeakers(elements: Element[]): Element[] {
  if (elements.every(({ speaker }) => speaker === null)) return elements;
  const before = carried(elements.map(({ speaker }) => speaker));
  const behind = carried(elements.map(({ speaker }) => speaker).reverse()).reverse();
  return elements.map((element, index) => {
    const speaker = before[index] ?? null;
    return speaker === behind[index] ? { ...element, speaker } : element;
  });
}

/** Each speaker, or where none is told the one before. */
function carried(speakers: readonly (string | null)[]): (string | null)[] {
  let last: string | null = null;
  return speakers.map((speaker) => (last = speaker ?? last));
}

/** The words as the text writes them, where it has the same ones. */
function written(words: readonly unknown[], text: string): readonly unknown[] {
  const texts = words.map((word) => (isFields(word) ? { text: textIn(word) ?? '' } : null));
  const speaking = texts.filter((word) => word !== null);
  if (speaking.length < words.length || joined(speaking) === '') return words;
  const own = asWritten(speaking, text);
  return words.map((word, index) =>
    isFields(word) ? { ...word, punctuated_word: own[index]?.text } : word,
  );
}
