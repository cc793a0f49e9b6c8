import { unsupportedFormat } from './faults.ts';
import { OpenAiWireError } from './wire.ts';

interface WireBody {
  model?: string;
  messages?: { role: string; content: string }[];
  response_format?: {
    type: string;
    json_schema?: { name: string; schema: unknown; strict?: boolean };
  };
}

/** A body sent to /chat/completions, read and held to the rules of the real API. */
export interface CompletionCall {
  model: string;
  instructions: string;
  prompt: string;
  schema: unknown;
  fields: Record<string, unknown>;
}

export function readCompletionCall(raw: Buffer, jsonSchemas: boolean): CompletionCall {
  const body = JSON.parse(raw.toString()) as WireBody;
  const said = (role: string): string =>
    (body.messages ?? [])
      .filter((message) => message.role === role)
      .map(({ content }) => content)
      .join('\n');
  const { type = 'text', json_schema: schema } = body.response_format ?? {};
  if (type === 'json_schema' && !jsonSchemas) throw unsupportedFormat(type);
  if (schema?.strict && !isStrict(schema.schema)) {
    throw new OpenAiWireError(400, `Invalid schema for response_format '${schema.name}'.`, {
      param: 'response_format',
    });
  }
  if (type === 'json_object' && !/json/i.test(said('system') + said('user'))) {
    throw new OpenAiWireError(400, "'messages' must contain the word 'json' in some form.");
  }
  return {
    model: body.model ?? '',
    instructions: said('system'),
    prompt: said('user'),
    schema: schema?.schema,
    fields: { ...body },
  };
}

/** Every object requires all it may have, and takes nothing else. */
function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const { type, properties, required, additionalProperties } = schema as Record<string, unknown>;
  const isOpen =
    type === 'object' &&
    (additionalProperties !== false ||
      Object.keys(properties ?? {}).some((name) => !(required as string[]).includes(name)));
  return !isOpen && Object.values(schema).every(isStrict);
}
