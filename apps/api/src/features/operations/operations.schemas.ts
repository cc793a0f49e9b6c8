import { stages } from '@memo/entities';
import { z } from 'zod';
import { decodeCursor } from '../../http/cursor.ts';
import { failuresExample, redrivenExample } from './operations.examples.ts';

const stage = z.enum(stages).optional().describe('In which it failed; `sync` is the delivery');
const reason = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: "An error's code", example: 'provider_key_refused' });

const cursor = z
  .string()
  .max(200)
  .transform((text, context) => {
    const position = decodeCursor(text);
    if (position !== null) return position;
    context.addIssue({ code: 'custom', message: 'must be a next_cursor this API gave' });
    return z.NEVER;
  })
  .optional()
  .meta({ type: 'string', description: 'The `next_cursor` of the answer before' });

export const failuresQuerySchema = z.object({
  stage,
  reason,
  workspace_id: z.uuid().optional(),
  cursor,
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const count = z.int();

const failureSchema = z
  .object({
    meeting_id: z.uuid(),
    workspace: z.object({ id: z.uuid(), name: z.string() }),
    owner: z.object({ id: z.int(), email: z.string() }),
    stage: z.enum(stages),
    reason: z.string().describe('The code of the error; codes may be added'),
    message: z.string().describe('What it was and what to do, for operators; users read another'),
    retryable: z.boolean().describe('Whether running it again could help as things are'),
    attempts: count.describe('Tries that failed'),
    crashes: count.describe('How often a worker vanished over it'),
    failed_at: z.iso.datetime(),
  })
  .meta({ id: 'Failure' });

export const failuresSchema = z
  .object({
    data: z.array(failureSchema).describe('Newest first'),
    next_cursor: z.string().nullable().describe('Null when there is no more'),
  })
  .meta({ id: 'Failures', example: failuresExample });

export const redriveSchema = z
  .object({
    meeting_ids: z.array(z.uuid()).min(1).max(500).optional(),
    stage,
    reason,
    limit: z
      .int()
      .min(1)
      .max(500)
      .default(100)
      .describe('How many meetings run again at most, without `meeting_ids`'),
  })
  .superRefine(({ meeting_ids: ids, ...filter }, context) => {
    const filtered = filter.stage !== undefined || filter.reason !== undefined;
    if (filtered !== (ids !== undefined)) return;
    context.addIssue({
      code: 'custom',
      path: ['meeting_ids'],
      message: 'must be given, or else a stage or a reason, and not both',
    });
  })
  .meta({ id: 'Redrive', example: { reason: 'provider_key_refused', limit: 100 } });

export const redrivenSchema = z
  .object({
    redriven: count.describe('How many meetings run again'),
    meeting_ids: z.array(z.uuid()).describe('Which'),
    not_failed: z
      .array(z.uuid())
      .describe('Of `meeting_ids`: of which nothing has failed, or which are not there'),
    remaining: count.describe('How many more have what was asked for: send the same again'),
  })
  .meta({ id: 'Redriven', example: redrivenExample });

export type FailuresQuery = z.output<typeof failuresQuerySchema>;
export type WireFailures = z.output<typeof failuresSchema>;
export type Redrive = z.output<typeof redriveSchema>;
export type Redriven = z.output<typeof redrivenSchema>;
