import { z } from 'zod';
import type { Recognition } from '../recognition.schema.ts';
import type { SpeechRecognizer } from '../recognizer.ts';
import { rawAnswer } from './answer.ts';
import { withAudioPart } from './audio-part.ts';
import { callGemini, type GeminiOptions } from './client.ts';
import { promptedInstructions } from './prompted-instructions.ts';
import { promptedSchema, promptedUtterances } from './prompted-utterances.ts';

/** Prompted models lose the clock in longer audio. */
const maxChunkMs = 10 * 60_000;

/** A Gemini model that hears but was not made for speech: asked in words, it answers in JSON. */
export function createPromptedGeminiRecognizer(options: GeminiOptions): SpeechRecognizer {
  const { model } = options;
  return {
    provider: 'gemini',
    model,
    capabilities: { maxChunkMs, diarization: true, wordTimes: false },
    takesFlac: true,
    recognize: (request) =>
      callGemini(options, 'GEMINI_TRANSCRIBE_MODEL', request.signal, (call) =>
        withAudioPart(call, request.audioPath, async (audio): Promise<Recognition> => {
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
          return { provider: 'gemini', ...origin, ...recognizedIn(text, stopped, request.diarize) };
        }),
      ),
  };
}

function recognizedIn(
  text: string,
  stopped: string | null,
  diarize: boolean,
): Pick<Recognition, 'utterances' | 'problem'> {
  if (stopped !== null) {
    const detail = `it stopped early (${stopped})`;
    return { utterances: [], problem: { reason: 'stopped_early', detail } };
  }
  const utterances = promptedUtterances(text, diarize);
  if (utterances !== null) return { utterances, problem: null };
  const detail = 'it has not the form that was asked for';
  return { utterances: [], problem: { reason: 'unreadable_answer', detail } };
}
