import type { Utterance } from '@memo/transcript';
import { z } from 'zod';
import { timedWords } from './timed-words.ts';

/** What a model can answer: who spoke when, when each word was said, or the words alone. */
export type TranscribeFormat = 'diarized' | 'verbose' | 'plain';

/** The label where speakers are not told apart. */
const onlySpeaker = 'voice';

const seconds = z.number();
const segment = { text: z.string(), start: seconds, end: seconds };

const diarized = z.object({
  text: z.string().optional(),
  segments: z.array(z.object({ ...segment, speaker: z.string() })),
});

const verbose = z.object({
  text: z.string().optional(),
  segments: z.array(z.object(segment)),
  words: z.array(z.object({ word: z.string(), start: seconds, end: seconds })).nullish(),
});

const plain = z.object({ text: z.string() });

export interface AudioSent {
  durationMs: number;
  diarize: boolean;
}

/** What was recognized, times as given; null when the answer is not of the form that was asked for. */
export type ReadTranscription = (body: unknown, sent: AudioSent) => Utterance[] | null;

export const readTranscription: Record<TranscribeFormat, ReadTranscription> = {
  diarized(body, { diarize }) {
    const answer = diarized.safeParse(body).data;
    if (answer === undefined || hidesWords(answer)) return null;
    return answer.segments.flatMap(({ speaker, ...said }) =>
      utterance(diarize ? speaker : onlySpeaker, said),
    );
  },

  verbose(body) {
    const answer = verbose.safeParse(body).data;
    if (answer === undefined || hidesWords(answer)) return null;
    const words = timedWords(
      answer.segments.map(({ text, end }) => ({ text, endMs: toMs(end) })),
      (answer.words ?? []).map(({ word, start, end }) => {
        return { text: word.trim(), startMs: toMs(start), endMs: toMs(end) };
      }),
    );
    return answer.segments.flatMap((said, index) => utterance(onlySpeaker, said, words[index]));
  },

  plain(body, { durationMs }) {
    const answer = plain.safeParse(body).data;
    if (answer === undefined) return null;
    // Somewhere in this audio: that is all such a model tells about the time.
    return utterance(onlySpeaker, { text: answer.text, start: 0, end: durationMs / 1000 });
  },
};

/** Words without a time: taking only those that have one would lose them silently. */
const hidesWords = ({ text = '', segments }: { text?: string | undefined; segments: object[] }) =>
  segments.length === 0 && text.trim() !== '';

function utterance(
  speaker: string,
  { text, start, end }: z.output<z.ZodObject<typeof segment>>,
  words: Utterance['words'] = [],
): Utterance[] {
  if (text.trim() === '') return [];
  return [{ speaker, text: text.trim(), startMs: toMs(start), endMs: toMs(end), words }];
}

const toMs = (at: number): number => Math.round(at * 1000);
