import type { Part } from '@google/genai';
import { readTurns, type AudioSent, type ReadAnswer } from '../reading/turns.ts';
import { letters } from '../reading/written-words.ts';

export interface ReadParts extends ReadAnswer {
  /** Words came, but no transcription: the model is not one that was made for speech. */
  proseOnly: boolean;
}

/** The speaker turns of an answer. Beside a transcription other text is a turn that could not be read. */
export function utterancesFromParts(parts: readonly Part[], sent: AudioSent): ReadParts {
  const saying = parts.filter(
    ({ audioTranscription, text = '' }) => audioTranscription !== undefined || letters(text) !== '',
  );
  const turns = saying.map(({ audioTranscription }) => audioTranscription ?? null);
  const proseOnly = turns.length > 0 && turns.every((turn) => turn === null);
  if (proseOnly) {
    return { utterances: [], unread: [], untimed: false, givenTwice: 0, proseOnly };
  }
  return { ...readTurns(turns, sent), proseOnly };
}
