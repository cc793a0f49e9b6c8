import type { GenerateContentResponse } from '@google/genai';
import { z } from 'zod';
import { noAnswer, structuredAnswer } from '../calls/structured-answer.ts';
import type { LanguageModel } from '../language-model.ts';
import { transcriptIsMaterial, transcriptPrompt } from '../prompts/transcript-prompt.ts';
import { rawAnswer } from './answer.ts';
import { callGemini, type GeminiOptions } from './client.ts';

/** Gemini's text models, answering in JSON. */
export function createGeminiLanguageModel(options: GeminiOptions): LanguageModel {
  const { model } = options;
  return {
    provider: 'gemini',
    model,
    generate: ({ instructions, segments, schema, signal }) =>
      callGemini(options, 'GEMINI_TEXT_MODEL', signal, async ({ client }) => {
        const response = await client.models
          .generateContent({
            model,
            contents: [{ role: 'user', parts: [{ text: transcriptPrompt(segments) }] }],
            config: {
              systemInstruction: `${instructions}\n\n${transcriptIsMaterial}`,
              responseMimeType: 'application/json',
              responseJsonSchema: z.toJSONSchema(schema),
            },
          })
          .catch(unreadable);
        if (response === null) {
          return { ...noAnswer('it is not JSON'), provider: 'gemini', model, usage: null };
        }
        const { parts, stopped, ...origin } = rawAnswer(response, model);
        const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
        const read =
          stopped === null
            ? structuredAnswer(schema, text)
            : noAnswer(`it stopped early (${stopped})`);
        return { ...read, provider: 'gemini', ...origin };
      }),
  };
}

/** Null for an answer the SDK cannot read: it arrived, so it was paid for. */
function unreadable(error: unknown): GenerateContentResponse | null {
  if (error instanceof SyntaxError) return null;
  throw error;
}
