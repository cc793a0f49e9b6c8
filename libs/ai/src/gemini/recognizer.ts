import type { RecognitionProblem } from '../recognition.schema.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import { rawAnswer } from './answer.ts';
import { withAudioPart } from './audio-part.ts';
import { callGemini, type GeminiOptions } from './client.ts';
import { utterancesFromParts } from './utterances.ts';

/** Google's limit with diarization or word times is 30 minutes; the rest is room for cuts and overlaps. */
const maxChunkMs = 24 * 60_000;

/** Gemini's dedicated speech model. */
export function createGeminiRecognizer(options: GeminiOptions): SpeechRecognizer {
  const { model } = options;
  return {
    provider: 'gemini',
    model,
    capabilities: {
      maxChunkMs,
      diarization: true,
      wordTimes: true,
    },
    takesFlac: true,
    mostSpeakers: 8,
    recognize: ({ audioPath, diarize, languages, signal }) =>
      callGemini(options, 'GEMINI_TRANSCRIBE_MODEL', signal, (call) =>
        withAudioPart(call, audioPath, async (audio) => {
          // The speech model refuses prompts, schemas and system instructions: audio is all it gets.
          const response = await call.client.models.generateContent({
            model,
            contents: [{ role: 'user', parts: [audio] }],
            config: {
              audioTranscriptionConfig: {
                diarization: diarize,
                wordTimestamp: true,
                ...(languages.length > 0 && { languageCodes: languages }),
              },
            },
          });
          const { parts, stopped, ...origin } = rawAnswer(response, model);
          const { utterances, unreadable } = utterancesFromParts(parts);
          const problem = problemOf(stopped, unreadable);
          return { utterances, problem, provider: 'gemini', ...origin };
        }),
      ),
  };
}

function problemOf(stopped: string | null, unreadable: string | null): RecognitionProblem | null {
  if (stopped !== null) return { reason: 'stopped_early', detail: `it stopped early (${stopped})` };
  return unreadable === null ? null : { reason: 'unreadable_answer', detail: unreadable };
}
