import { z } from 'zod';
import { badAnswer } from './bad-answer.ts';

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

/** The text of a chat completion that ran to its end, and who gave it. @throws AppError `bad_answer` for any other. */
export function completeText(body: unknown): { text: string; model: string | undefined } {
  const answer = completion.safeParse(body).data;
  const choice = answer?.choices[0];
  if (answer === undefined || choice === undefined) throw badAnswer('it is no chat completion');
  // Without its words: a refusal may repeat what was said, and messages are logged.
  if (choice.message.refusal) throw badAnswer('the model refused');
  if (choice.finish_reason !== 'stop') {
    throw badAnswer(`it stopped early (${choice.finish_reason ?? 'no reason given'})`);
  }
  return { text: choice.message.content ?? '', model: answer.model };
}
