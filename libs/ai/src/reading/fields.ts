import { timeToMs } from './time.ts';

/** The names under which engines, and models left to themselves, give the same. */
const names = {
  text: ['punctuated_word', 'word', 'text', 'transcript', 'content', 'utterance'],
  start: ['start', 'startOffset', 'start_time', 'startTime', 'begin', 'from', 'timestamp'],
  end: ['end', 'endOffset', 'end_time', 'endTime', 'to'],
  speaker: ['speaker', 'speakerLabel', 'speaker_id', 'speaker_label'],
  words: ['words'],
} as const;

/** Where an element that has no text under the usual names may have it all the same. */
const elsewhere = [
  ...['lines', 'sentence', 'sentences', 'segments', 'utterances', 'transcription', 'captions'],
  ...['speech', 'dialogue', 'body', 'message'],
];

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (given: unknown): given is Fields =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

function field(given: Fields, name: keyof typeof names): unknown {
  return names[name].map((one) => given[one]).find((one) => one !== undefined && one !== null);
}

/** Whether it has a place for words at all, be it empty. */
export const holdsText = (given: Fields): boolean =>
  [...names.text, ...names.words].some((name) => name in given);

/** Empty where none is given; null where what is given is no text. The first name that has some counts. */
export function textIn(given: Fields): string | null {
  const texts = names.text.map((name) => textOf(given[name]));
  const told = texts.find((text) => text !== '' && text !== null);
  if (told !== undefined) return told;
  if (texts.includes(null)) return null;
  return typeof given.words === 'string' ? given.words.trim() : textElsewhere(given);
}

function textOf(text: unknown): string | null {
  if (text === undefined || text === null) return '';
  if (typeof text === 'number') return String(text);
  return typeof text === 'string' ? text.trim() : null;
}

/** Of the list of words where there is one; else what other names hold. Null where that is no text. */
function textElsewhere(given: Fields): string | null {
  if (wordsIn(given).length > 0) return '';
  const texts = elsewhere.flatMap((name): unknown => given[name] ?? []).map(textOf);
  return texts.includes(null) ? null : texts.join(' ').trim();
}

/** Opaque; null where none is given. */
export function speakerIn(given: Fields): string | null {
  const speaker = field(given, 'speaker');
  if (typeof speaker === 'number') return String(speaker);
  return typeof speaker === 'string' && speaker.trim() !== '' ? speaker.trim() : null;
}

export function wordsIn(given: Fields): unknown[] {
  const words = field(given, 'words');
  if (isFields(words)) return Object.values(words);
  return Array.isArray(words) ? words : [];
}

/** A start and an end in ms, each null where it is none. */
export interface LooseSpan {
  startMs: number | null;
  endMs: number | null;
}

/** A start before the audio by a rounding is its start; an end before its start is none. */
export function spanIn(given: Fields): LooseSpan {
  const startMs = timeToMs(field(given, 'start'));
  return {
    startMs: startMs !== null && startMs < 0 && startMs > -1_000 ? 0 : startMs,
    endMs: timeToMs(field(given, 'end')),
  };
}

/** 0 to 1, where one is given. */
export function confidenceIn(given: Fields): { confidence?: number } {
  const { confidence, logprob } = given;
  const value =
    typeof confidence === 'number'
      ? confidence
      : typeof logprob === 'number'
        ? Math.exp(logprob)
        : NaN;
  return value >= 0 && value <= 1 ? { confidence: value } : {};
}
