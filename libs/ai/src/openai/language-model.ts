import type { OpenAI } from 'openai';
import { z } from 'zod';
import { noAnswer, structuredAnswer } from '../calls/structured-answer.ts';
import type { LanguageModel } from '../language-model.ts';
import { transcriptIsMaterial, transcriptPrompt } from '../prompts/transcript-prompt.ts';
import { parseJson } from '../reading/lenient-json.ts';
import { callOpenAi, type OpenAiOptions } from './client.ts';
import { readCompletion } from './completion.ts';
import { refusesForm } from './errors.ts';
import { fitsStrictRules } from './strict-schema.ts';
import { completionUsage } from './usage.ts';

const asked = { modelVariable: 'OPENAI_TEXT_MODEL' } as const;

/** Chat completions that answer in JSON. */
export function createOpenAiLanguageModel(options: OpenAiOptions): LanguageModel {
  const { model } = options;
  // Some compatible servers refuse schemas; one refusal is enough to know.
  let takesSchemas = true;

  async function complete(
    client: OpenAI,
    instructions: string,
    transcript: string,
    schema: object,
  ): Promise<Response> {
    const answerAs = takesSchemas ? bySchema(schema) : bySchemaInWords(schema);
    try {
      return await client.chat.completions
        .create({
          model,
          messages: [
            { role: 'system', content: [instructions, ...answerAs.instructions].join('\n\n') },
            { role: 'user', content: transcript },
          ],
          response_format: answerAs.format,
        })
        .asResponse();
    } catch (error) {
      if (answerAs.format.type === 'json_object' || !refusesForm(error)) throw error;
      takesSchemas = false;
      return complete(client, instructions, transcript, schema);
    }
  }

  return {
    provider: 'openai',
    model,
    generate: ({ instructions, segments, schema, signal }) =>
      callOpenAi(options, asked, signal, async (client) => {
        const response = await complete(
          client,
          `${instructions}\n\n${transcriptIsMaterial}`,
          transcriptPrompt(segments),
          z.toJSONSchema(schema),
        );
        const body = parseJson(await response.text());
        const { text, problem, model: answering } = readCompletion(body);
        return {
          ...(problem === null ? structuredAnswer(schema, text) : noAnswer(problem)),
          provider: 'openai',
          model: answering ?? model,
          usage: completionUsage(body),
        };
      }),
  };
}

const bySchema = (schema: object) => ({
  instructions: [],
  format: {
    type: 'json_schema' as const,
    json_schema: {
      name: 'answer',
      schema: { ...schema },
      strict: fitsStrictRules(schema),
    },
  },
});

const bySchemaInWords = (schema: object) => ({
  instructions: [
    `Answer with one JSON object and nothing else. It has to fit this JSON schema:\n${JSON.stringify(schema)}`,
  ],
  format: { type: 'json_object' as const },
});
