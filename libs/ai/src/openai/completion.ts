import { z } from 'zod';

const completion = z.object({
  model: z.string().optional(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

export interface Completion {
  text: string;
  /** Why it cannot be used; null where it ran to its end. */
  problem: string | null;
  /** Undefined where the server does not say. */
  model: string | undefined;
}

/** The text of a chat completion, and who gave it. */
export function readCompletion(body: unknown): Completion {
  const answer = completion.safeParse(body).data;
  const choice = answer?.choices[0];
  if (answer === undefined || choice === undefined) {
    return { text: '', problem: 'it is no chat completion', model: undefined };
  }
  return { text: choice.message.content ?? '', problem: problemOf(choice), model: answer.model };
}

function problemOf({
  finish_reason: reason,
  message,
}: z.output<typeof completion>['choices'][number]): string | null {
  // Without its words: a refusal may repeat what was said.
  if (message.refusal) return 'the model refused';
  return reason === 'stop' ? null : `it stopped early (${reason ?? 'no reason given'})`;
}
