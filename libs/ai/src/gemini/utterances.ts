import type { Part, Transcription, WordInfo } from '@google/genai';
import type { Utterance, Word } from '@memo/transcript';
import { badAnswer } from './bad-answer.ts';
import { offsetToMs } from './offsets.ts';

/** The label when Gemini gives none, as it does without diarization: one voice. */
const onlySpeaker = 'spk';

/** The speaker turns of an answer, times as given. @throws AppError `bad_answer` when speech has no time. */
export function utterancesFromParts(parts: Part[]): Utterance[] {
  return parts.flatMap(({ audioTranscription }) => {
    if (!audioTranscription) throw badAnswer('it holds something other than a transcription');
    return utteranceFrom(audioTranscription) ?? [];
  });
}

function utteranceFrom(turn: Transcription): Utterance | null {
  const words = (turn.words ?? []).map(wordFrom);
  const given = turn.text?.trim() ?? '';
  const text = given === '' ? words.map((word) => word.text).join(' ') : given;
  if (text === '') return null;
  const startMs = words[0]?.startMs ?? offsetToMs(turn.startOffset);
  const endMs =
    words.length > 0 ? Math.max(...words.map((word) => word.endMs)) : offsetToMs(turn.endOffset);
  if (startMs === null || endMs === null) throw badAnswer('it has speech without a time');
  return { speaker: turn.speakerLabel ?? onlySpeaker, text, startMs, endMs, words };
}

function wordFrom({ word = '', startOffset, endOffset }: WordInfo): Word {
  const startMs = offsetToMs(startOffset);
  const endMs = offsetToMs(endOffset);
  if (startMs === null || endMs === null) throw badAnswer('it has a word without a time');
  return { text: word, startMs, endMs };
}
