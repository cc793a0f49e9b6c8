import type { CompletionCall } from './completion-call.ts';
import type { Fault } from './types.ts';

const tokensOf = (text: string): number => Math.ceil(text.length / 4);

/** A chat completion that says this value as JSON, spoiled by the fault if there is one. */
export function completionAnswer(
  { model, instructions, prompt }: CompletionCall,
  value: unknown,
  fault: Fault | undefined,
): object {
  const content = JSON.stringify(value);
  const usage = {
    prompt_tokens: tokensOf(instructions + prompt),
    completion_tokens: tokensOf(content),
    total_tokens: tokensOf(instructions + prompt) + tokensOf(content),
  };
  return {
    ...{ id: 'chatcmpl-emulated', object: 'chat.completion', created: 1_763_800_000 },
    ...{ model: `${model}-2026-01-01`, usage },
    choices: [{ index: 0, logprobs: null, ...choice(content, fault) }],
  };
}

function choice(content: string, fault: Fault | undefined): object {
  const message = { role: 'assistant', content, refusal: null };
  switch (fault?.kind) {
    case 'stopped':
      return {
        message: { ...message, content: content.slice(0, content.length / 2) },
        finish_reason: fault.finishReason,
      };
    case 'refusal':
      return {
        message: { ...message, content: null, refusal: "I can't help with that." },
        finish_reason: 'stop',
      };
    default:
      return { message, finish_reason: 'stop' };
  }
}
