import type { Part, Transcription, WordInfo } from '@google/genai';
import type { Utterance, Word } from '@memo/transcript';
import { offsetToMs } from './offsets.ts';

/** The label when Gemini gives none, as it does without diarization: one speaker. */
const onlySpeaker = 'spk';

export interface ReadParts {
  /** The speaker turns that can be read, times as given. */
  utterances: Utterance[];
  /** Why others cannot; null when all can. */
  unreadable: string | null;
}

/** The speaker turns of an answer. Speech that has no time cannot be read. */
export function utterancesFromParts(parts: Part[]): ReadParts {
  const read = parts.map(({ audioTranscription: turn }) =>
    turn ? utteranceFrom(turn) : 'it holds something other than a transcription',
  );
  return {
    utterances: read.filter((one) => typeof one === 'object' && one !== null),
    unreadable: read.find((one) => typeof one === 'string') ?? null,
  };
}

/** Null when nothing is said in it, and why when it cannot be read. */
function utteranceFrom(turn: Transcription): Utterance | string | null {
  const words = (turn.words ?? []).map(wordFrom).filter((word) => word !== null);
  if (words.length < (turn.words ?? []).length) return 'it has a word without a time';
  const given = turn.text?.trim() ?? '';
  const text = given === '' ? words.map((word) => word.text).join(' ') : given;
  if (text === '') return null;
  const startMs = words[0]?.startMs ?? offsetToMs(turn.startOffset);
  const endMs =
    words.length > 0 ? Math.max(...words.map((word) => word.endMs)) : offsetToMs(turn.endOffset);
  if (startMs === null || endMs === null) return 'it has speech without a time';
  return { speaker: turn.speakerLabel ?? onlySpeaker, text, startMs, endMs, words };
}

function wordFrom({ word = '', startOffset, endOffset }: WordInfo): Word | null {
  const startMs = offsetToMs(startOffset);
  const endMs = offsetToMs(endOffset);
  return startMs === null || endMs === null ? null : { text: word, startMs, endMs };
}
