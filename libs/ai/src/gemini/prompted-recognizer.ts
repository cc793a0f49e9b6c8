import { z } from 'zod';
import { keptOf, type AudioSent } from '../reading/turns.ts';
import type { Recognition } from '../recognition.schema.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import { rawAnswer } from './answer.ts';
import { withAudioPart, type GeminiSpeechOptions } from './audio-part.ts';
import { callGemini } from './client.ts';
import { promptedInstructions } from './prompted-instructions.ts';
import { promptedSchema, promptedUtterances } from './prompted-utterances.ts';

/** Prompted models lose the clock in longer audio. */
const longestChunkMs = 10 * 60_000;

/** A Gemini model that hears but was not made for speech: asked in words, it answers in JSON. */
export function createPromptedGeminiRecognizer(options: GeminiSpeechOptions): SpeechRecognizer {
  const { model } = options;
  return {
    provider: 'gemini',
    model,
    capabilities: {
      maxChunkMs: Math.min(longestChunkMs, options.requestLimitMs),
      diarization: true,
      wordTimes: false,
    },
    takesFlac: true,
    recognize: (request) =>
      callGemini(options, 'GEMINI_TRANSCRIBE_MODEL', request.signal, (call) =>
        withAudioPart(
          call,
          request.audioPath,
          options.inlineLimitBytes,
          async (audio): Promise<Recognition> => {
            const response = await call.client.models.generateContent({
              model,
              contents: [{ role: 'user', parts: [audio] }],
              config: {
                systemInstruction: promptedInstructions(request),
                responseMimeType: 'application/json',
                responseJsonSchema: z.toJSONSchema(promptedSchema),
              },
            });
            const { parts, stopped, ...origin } = rawAnswer(response, model);
            const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
            return { provider: 'gemini', ...origin, ...recognizedIn(text, stopped, request) };
          },
        ),
      ),
  };
}

function recognizedIn(
  text: string,
  stopped: string | null,
  sent: AudioSent,
): Pick<Recognition, 'utterances' | 'unread' | 'givenTwice' | 'problem'> {
  if (stopped !== null) {
    const detail = `it stopped early (${stopped})`;
    return { utterances: [], problem: { reason: 'stopped_early', detail } };
  }
  const read = promptedUtterances(text, sent);
  if (read !== null && !read.untimed) return { ...keptOf(read), problem: null };
  const detail =
    read === null ? 'it has not the form that was asked for' : 'it has words without times';
  return { utterances: [], problem: { reason: 'unreadable_answer', detail } };
}
