import { z } from 'zod';
import { structuredAnswer } from '../calls/structured-answer.ts';
import type { LanguageModel } from '../language-model.ts';
import { transcriptIsMaterial, transcriptPrompt } from '../prompts/transcript-prompt.ts';
import { completeAnswer } from './answer.ts';
import { badAnswer } from './bad-answer.ts';
import { callGemini, type GeminiOptions } from './client.ts';

/** Gemini's text models, answering in JSON. Answers off the schema fail with code `bad_answer`. */
export function createGeminiLanguageModel(options: GeminiOptions): LanguageModel {
  const { model } = options;
  return {
    provider: 'gemini',
    model,
    generate: ({ instructions, segments, schema, signal }) =>
      callGemini(options, 'GEMINI_TEXT_MODEL', signal, async ({ client }) => {
        const response = await client.models.generateContent({
          model,
          contents: [{ role: 'user', parts: [{ text: transcriptPrompt(segments) }] }],
          config: {
            systemInstruction: `${instructions}\n\n${transcriptIsMaterial}`,
            responseMimeType: 'application/json',
            responseJsonSchema: z.toJSONSchema(schema),
          },
        });
        const { parts, ...origin } = completeAnswer(response, model);
        const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
        const value = structuredAnswer(schema, text, badAnswer);
        return { value, provider: 'gemini', ...origin };
      }),
  };
}
