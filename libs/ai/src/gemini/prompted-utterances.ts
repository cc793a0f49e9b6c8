import type { Utterance } from '@memo/transcript';
import { z } from 'zod';
import { parseJson } from '../calls/structured-answer.ts';

/** The label where speakers are not to be told apart. */
const onlySpeaker = 'voice';

/** Seconds as numbers: clock times ("1:02") are what models confuse with hours and minutes. */
const seconds = z.number().describe('seconds from the start of this audio, as in 75.4');

/** What a prompted model is asked for. */
export const promptedSchema = z.object({
  utterances: z.array(
    z.object({
      speaker: z.string().describe('A, B, C and so on, by voice'),
      start: seconds,
      end: seconds,
      text: z.string().describe('the words as they were said'),
    }),
  ),
});

/** What was recognized, times as given; null when the answer is not of the form that was asked for. */
export function promptedUtterances(text: string, diarize: boolean): Utterance[] | null {
  const answer = promptedSchema.safeParse(parseJson(text)).data;
  if (answer === undefined) return null;
  return answer.utterances
    .filter((said) => said.text.trim() !== '')
    .map((said) => ({
      speaker: diarize ? said.speaker : onlySpeaker,
      text: said.text.trim(),
      startMs: Math.round(said.start * 1000),
      endMs: Math.round(said.end * 1000),
      words: [],
    }));
}
