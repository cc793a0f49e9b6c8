import type { JudgedSegment } from './verdict.ts';

/** A word of a transcript. */
export interface SpokenWord {
  text: string;
  startMs: number;
  endMs: number;
  speakerKey: string;
  isStartGiven: boolean;
  isEndGiven: boolean;
}

/** The words of a segment. Where it has none, those of its text spread evenly over its time. */
export function spokenWords({
  speakerKey,
  text,
  startMs,
  endMs,
  words,
}: JudgedSegment): SpokenWord[] {
  if (words.length > 0) {
    return words.map((word) => ({ ...word, speakerKey, isStartGiven: true, isEndGiven: true }));
  }
  const texts = text.split(/\s+/).filter((word) => word !== '');
  const at = (index: number) => startMs + ((endMs - startMs) * index) / texts.length;
  return texts.map((said, index) => ({
    text: said,
    startMs: at(index),
    endMs: at(index + 1),
    speakerKey,
    isStartGiven: index === 0,
    isEndGiven: index === texts.length - 1,
  }));
}

/** Case and punctuation are not what was said. */
export function normalise(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}']+/gu) ?? []).join(' ');
}
