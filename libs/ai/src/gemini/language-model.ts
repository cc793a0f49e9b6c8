import type { Part } from '@google/genai';
import { z } from 'zod';
import type { LanguageModel } from '../language-model.ts';
import { completeAnswer } from './answer.ts';
import { badAnswer } from './bad-answer.ts';
import { callGemini, type GeminiOptions } from './client.ts';
import { transcriptIsMaterial, transcriptPrompt } from './transcript-prompt.ts';

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
        return { value: parseValue(schema, parts), provider: 'gemini', ...origin };
      }),
  };
}

function parseValue<T>(schema: z.ZodType<T>, parts: Part[]): T {
  const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw badAnswer('it has not the form that was asked for', parsed.error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's error as cause: it quotes what was said, and causes are logged.
    throw badAnswer('it is not JSON');
  }
}
