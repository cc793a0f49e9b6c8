import { z } from 'zod';
import { generationSchema } from '../language-model.ts';

const support = {
  segment_ids: z
    .array(z.number().int().nonnegative())
    .describe('ids of the transcript segments this rests on'),
  quote: z.string().describe('a few words of these segments, copied letter by letter'),
};

const points = z.array(z.object({ text: z.string(), ...support }));

const actionItems = z.array(
  z.object({
    task: z.string(),
    assigned_to: z.string().nullable().describe('only if said; null rather than guessed'),
    due_date: z.string().nullable().describe('as it was said; null rather than guessed'),
    ...support,
  }),
);

const sameTasks = z
  .array(z.array(z.number().int()))
  .describe('each a group of numbers of listed tasks that are one and the same; mostly empty');

const note = {
  summary: points.describe('the statements of the summary, in reading order'),
  key_points: points,
};

/** Asked for, but a note without one is a note all the same. */
const name = (description: string) =>
  z.preprocess((given) => given ?? '', z.string().describe(description));
const names = {
  title: name('at most 80 characters'),
  description: name('one to three sentences'),
};
const transcriptAsked = z.object({ ...note, action_items: actionItems, ...names });
const partsAsked = z.object({ ...note, same_tasks: sameTasks, ...names });

/** Which of a meeting's names nobody has given yet. */
export interface WantedNames {
  title: boolean;
  description: boolean;
}

const unwanted = ({ title, description }: WantedNames) => ({
  ...(!title && { title: true as const }),
  ...(!description && { description: true as const }),
});

/** What a model is asked to make of a transcript. */
export const noteOfTranscript = (wanted: WantedNames) => transcriptAsked.omit(unwanted(wanted));

/** What a model is asked to make of the points found in the parts of a long one. */
export const noteOfParts = (wanted: WantedNames) => partsAsked.omit(unwanted(wanted));

/** A model's answer as it came, not yet checked. Each kind of question leaves one of the two kinds of tasks empty. */
const noteAnswerSchema = z.object({
  ...note,
  action_items: actionItems,
  same_tasks: sameTasks,
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
} satisfies Record<keyof Asked, unknown>);
export type NoteAnswer = z.infer<typeof noteAnswerSchema>;

type Asked = z.infer<typeof transcriptAsked> & z.infer<typeof partsAsked>;

export const noteGenerationSchema = generationSchema(noteAnswerSchema);
