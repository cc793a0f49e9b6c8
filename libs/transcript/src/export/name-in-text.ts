import { maxLineColumns } from './cue.ts';
import { columnsOf, startOf } from './pieces.ts';

const ends = ':';

/** A speaker's name as it stands before their words: on one line, whose end is left out where it is longer. */
export function nameInText(speaker: string): string {
  if (speaker === '') return '';
  const whole = speaker + ends;
  return columnsOf(whole) <= maxLineColumns
    ? whole
    : `${startOf(speaker, maxLineColumns - 2).trimEnd()}…${ends}`;
}

/** What it takes of a text, with the space behind it. */
export const nameColumns = (speaker: string): number =>
  speaker === '' ? 0 : columnsOf(nameInText(speaker)) + 1;
