import { eventKinds, updatedFields } from '@memo/journal';
import { z } from 'zod';
import { changesExample } from './changes.examples.ts';

export const changesQuerySchema = z.object({
  // Not coerced: an empty text would be the beginning of all there is.
  after: z
    .string()
    .regex(/^\d+$/, 'must be a position, such as 40')
    // However long it is; ahead of all there is, the exact number does not matter.
    .transform(Number)
    .optional()
    .meta({
      type: 'integer',
      description: 'The `next` of the answer before; left out to learn the present position',
      example: 40,
    }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(200)
    .describe('How many changes an answer looks at'),
});

const changeSchema = z
  .object({
    position: z.int().describe('Rises from change to change in a workspace, with or without gaps'),
    kind: z.enum(eventKinds).describe('Kinds may be added: pass over those you do not know'),
    meeting_id: z.uuid(),
    at: z.iso.datetime(),
    fields: z
      .array(z.enum(updatedFields))
      .describe('Which of its fields changed; empty where the kind says all there is to say'),
    stage: z.string().nullable().describe('In which a meeting failed; null for other kinds'),
  })
  .meta({ id: 'Change' });

export const changesSchema = z
  .object({
    data: z.array(changeSchema).describe('In order of position'),
    next: z.int().describe('Send it as `after` next time'),
    has_more: z
      .boolean()
      .describe('Whether there is more at this moment, also when `data` is empty'),
  })
  .meta({ id: 'Changes', example: changesExample });

export type ChangesQuery = z.output<typeof changesQuerySchema>;
export type WireChange = z.output<typeof changeSchema>;
export type WireChanges = z.output<typeof changesSchema>;
