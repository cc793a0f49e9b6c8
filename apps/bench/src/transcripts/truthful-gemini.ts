import { setTimeout as delay } from 'node:timers/promises';
import type { GeminiEmulator } from '@memo/testing/gemini';
import {
  createTruthfulMatcher,
  createTruthfulRecognizer,
  type KnownMeeting,
  type TruthfulRecognizer,
} from '@memo/testing/known-meeting';

type RecognizerOptions = Parameters<typeof createTruthfulRecognizer>[0];

export interface TruthOptions extends Pick<RecognizerOptions, 'faultFor'> {
  /** How long a transcription takes, in ms; as long as it takes when not given. */
  latencyMs?: number;
}

/** Makes the emulator answer for these meetings what is true: every word, who is who in two chunks, and an empty note. */
export function tellTheTruth(
  gemini: GeminiEmulator,
  meetings: KnownMeeting[],
  { latencyMs = 0, faultFor }: TruthOptions = {},
): TruthfulRecognizer {
  const recognizer = createTruthfulRecognizer({
    meetings,
    cutWords: 'fragment',
    ...(faultFor && { faultFor }),
  });
  const matcher = createTruthfulMatcher(meetings);
  gemini.onTranscribe(async (request) => {
    const [answer] = await Promise.all([recognizer.transcribe(request), delay(latencyMs)]);
    return answer;
  });
  gemini.onGenerate(
    (request) => matcher(request) ?? { summary: [], key_points: [], action_items: [] },
  );
  return recognizer;
}
