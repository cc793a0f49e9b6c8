import { setTimeout as delay } from 'node:timers/promises';
import type { GeminiEmulator } from '@memo/testing/gemini';
import {
  createTruthfulRecognizer,
  type KnownMeeting,
  type TruthfulRecognizer,
} from '@memo/testing/known-meeting';

type RecognizerOptions = Parameters<typeof createTruthfulRecognizer>[0];

export interface TruthOptions extends Pick<RecognizerOptions, 'faultFor' | 'noise'> {
  /** How long a transcription takes, in ms; as long as it takes when not given. */
  latencyMs?: number;
}

/**
 * Makes the emulator answer for these meetings what is true: every word, and an empty note. Who is who it cannot tell
 * from what is said, as nobody could from words picked at random: voices must do.
 */
export function tellTheTruth(
  gemini: GeminiEmulator,
  meetings: KnownMeeting[],
  { latencyMs = 0, ...options }: TruthOptions = {},
): TruthfulRecognizer {
  const recognizer = createTruthfulRecognizer({ meetings, cutWords: 'fragment', ...options });
  gemini.onTranscribe(async (request) => {
    const [answer] = await Promise.all([recognizer.transcribe(request), delay(latencyMs)]);
    return answer;
  });
  gemini.onGenerate(() => ({ matches: [], summary: [], key_points: [], action_items: [] }));
  return recognizer;
}
