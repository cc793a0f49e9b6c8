import type { SpokenSegment } from '../language-model.ts';

export const inOrder = (segments: SpokenSegment[]): SpokenSegment[] =>
  segments.toSorted((a, b) => a.startMs - b.startMs || a.id - b.id);

/** Recognised speech may come without the full stop that keeps one statement apart from the next. */
export const asSentence = ({ text }: SpokenSegment): string =>
  /[.?!…]$/.test(text) ? text : `${text}.`;
