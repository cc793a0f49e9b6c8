import type { SpeechRecognizer } from '../recognizer.ts';
import { completeAnswer } from './answer.ts';
import { withAudioPart } from './audio-part.ts';
import { callGemini, type GeminiOptions } from './client.ts';
import { utterancesFromParts } from './utterances.ts';
import { validateRecognition } from './validate-recognition.ts';

/** Google's limit with diarization or word times is 30 minutes; the rest is room for cuts and overlaps. */
const maxChunkMs = 24 * 60_000;

/** Gemini's dedicated speech model. Answers that cannot be trusted fail with code `bad_answer`. */
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
    recognize: ({ wavPath, durationMs, diarize, languages, signal }) =>
      callGemini(options, 'GEMINI_TRANSCRIBE_MODEL', signal, (call) =>
        withAudioPart(call, wavPath, async (audio) => {
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
          const { parts, ...origin } = completeAnswer(response, model);
          const utterances = validateRecognition(utterancesFromParts(parts), durationMs);
          return { utterances, problem: null, provider: 'gemini', ...origin };
        }),
      ),
  };
}
