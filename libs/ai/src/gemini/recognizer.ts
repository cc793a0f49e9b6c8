import type { Recognition, RecognitionProblem } from '../recognition.schema.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import { rawAnswer } from './answer.ts';
import { withAudioPart, type GeminiSpeechOptions } from './audio-part.ts';
import { callGemini } from './client.ts';
import { keptOf } from '../reading/turns.ts';
import { utterancesFromParts, type ReadParts } from './utterances.ts';

export interface GeminiRecognizerOptions extends GeminiSpeechOptions {
  /** Whether words are asked for with their times, which is said to cost accuracy. */
  wordTimes: boolean;
}

/** Gemini's dedicated speech model. */
export function createGeminiRecognizer(options: GeminiRecognizerOptions): SpeechRecognizer {
  const { model, wordTimes, requestLimitMs } = options;
  return {
    provider: 'gemini',
    model,
    capabilities: {
      maxChunkMs: Math.round(requestLimitMs * chunkShare),
      diarization: true,
      wordTimes,
    },
    takesFlac: true,
    mostSpeakers: 8,
    recognize: ({ audioPath, durationMs, diarize, languages, signal }) =>
      callGemini(options, 'GEMINI_TRANSCRIBE_MODEL', signal, (call) =>
        withAudioPart(
          call,
          audioPath,
          options.inlineLimitBytes,
          async (audio): Promise<Recognition> => {
            // The speech model refuses prompts, schemas and system instructions: audio is all it gets.
            const response = await call.client.models.generateContent({
              model,
              contents: [{ role: 'user', parts: [audio] }],
              config: {
                audioTranscriptionConfig: {
                  diarization: diarize,
                  wordTimestamp: wordTimes,
                  ...(languages.length > 0 && { languageCodes: languages }),
                },
              },
            });
            const { parts, stopped, ...origin } = rawAnswer(response, model);
            const read = utterancesFromParts(parts, { durationMs, diarize });
            return {
              ...keptOf(read),
              problem: problemOf(stopped, read, model),
              provider: 'gemini',
              ...origin,
            };
          },
        ),
      ),
  };
}

/** The rest of what a request may hold is room for the cut, which is made in a pause, and for the overlap. */
const chunkShare = 0.8;

function problemOf(
  stopped: string | null,
  { untimed, proseOnly }: ReadParts,
  model: string,
): RecognitionProblem | null {
  if (stopped !== null) return { reason: 'stopped_early', detail: `it stopped early (${stopped})` };
  if (!untimed && !proseOnly) return null;
  return {
    reason: 'unreadable_answer',
    detail: 'it has words without times',
    setting: `Gemini answers words without times with the model ${model}; set GEMINI_TRANSCRIBE_MODE to prompted, or GEMINI_TRANSCRIBE_MODEL to a model that was made for speech.`,
  };
}
