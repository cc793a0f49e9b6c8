import { meetingStatuses } from '@memo/entities';
import {
  actionItemSchema,
  meetingErrorSchema,
  meetingParamsSchema,
  pointSchema,
} from '@memo/meetings';
import { z } from 'zod';
import {
  diffExample,
  editExample,
  generatedExample,
  minutesExample,
  versionContentExample,
  versionExample,
} from './minutes.examples.ts';

export const whichQuerySchema = z.object({
  id: z.uuid().optional().describe('Of which minutes; the first ones where it is not given'),
});

const version = z.coerce.number().int().min(1).max(1_000_000);

export const versionParamsSchema = meetingParamsSchema.extend({ version });

export const diffQuerySchema = whichQuerySchema.extend({
  against: version
    .optional()
    .describe('The version it is compared with; the one before it where none is given'),
});

const statementSchema = pointSchema
  .extend({
    quote_changed: z
      .boolean()
      .describe('Whether the transcript was edited since, and does not say the quote any more'),
  })
  .meta({ id: 'MinutesStatement' });

const outline = {
  id: z.uuid(),
  number: z.number().int().describe('Within the meeting; the first ones are its note'),
  status: z
    .enum(meetingStatuses)
    .describe('Of what was asked for last; what was shown before stays meanwhile'),
  template_id: z.uuid().nullable().describe('Null: that of the meeting'),
  language: z.string().nullable().describe('BCP-47; null: that of the transcript'),
  audience: z.string().nullable().describe('For whom they are'),
};

/** What is told of minutes when they are asked for. */
export const generatedSchema = z
  .object({
    ...outline,
    meeting_id: z.uuid(),
    error: meetingErrorSchema.nullable(),
    version: z.number().int().nullable().describe('The one that is shown; null until there is one'),
    proposed_version: z
      .number()
      .int()
      .nullable()
      .describe(
        'A newer one that the machine made and that is not shown, because a person wrote what is shown. To accept it, restore it',
      ),
    edited: z.boolean().describe('Whether a person wrote what is shown'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'GeneratedMinutes', example: generatedExample });

export const minutesSchema = generatedSchema
  .extend({
    author_id: z.number().int().nullable().describe('Who wrote this version; null: the machine'),
    generation: z
      .number()
      .int()
      .nullable()
      .describe('The generation of the transcript that was shown when it was written'),
    summary: z.string().nullable(),
    summary_points: z.array(statementSchema).describe('The statements of `summary`'),
    key_points: z.string().nullable().describe('One text, a numbered line each'),
    key_point_items: z.array(statementSchema).describe('The statements of `key_points`'),
    unsupported_points: z.number().int().nullable(),
    action_items: z
      .array(actionItemSchema)
      .describe(
        'Of the meeting, the same in all its minutes: its action items that nobody dropped',
      ),
    others: z.array(z.object(outline)).describe('The other minutes of the meeting'),
  })
  .meta({ id: 'Minutes', example: minutesExample });

/** What somebody writes in place of what is there. */
const editedStatement = z
  .object({
    text: z.string().trim().min(1).max(1_000),
    segment_ids: z
      .array(z.number().int().min(0).max(2_147_483_647))
      .max(50)
      .default([])
      .describe('Segments of the transcript it rests on'),
    quote: z
      .string()
      .max(600)
      .nullable()
      .default(null)
      .describe('Words of those segments, letter by letter; or the quote it has'),
  })
  .strict();

const statements = z.array(editedStatement).max(200);

export const editSchema = z
  .object({
    summary: z
      .string()
      .trim()
      .max(20_000)
      .optional()
      .describe('In place of all its statements; new words rest on nothing in particular'),
    summary_points: statements.optional().describe('The statements of the summary, in this order'),
    key_point_items: statements.optional().describe('The key points, in this order'),
  })
  .refine((sent) => Object.values(sent).some((value) => value !== undefined), {
    message: 'send what is to change: summary, summary_points or key_point_items',
  })
  .refine((sent) => sent.summary === undefined || sent.summary_points === undefined, {
    path: ['summary'],
    message: 'send either summary or summary_points',
  })
  .meta({ example: editExample });

export const versionSchema = z
  .object({
    version: z.number().int(),
    shown: z.boolean(),
    author_id: z.number().int().nullable().describe('Who wrote it; null: the machine'),
    restored_from: z.number().int().nullable().describe('The version whose words these are'),
    restored_by: z.number().int().nullable(),
    generation: z.number().int(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'MinutesVersion', example: versionExample });

export const versionsSchema = z
  .object({ id: z.uuid(), versions: z.array(versionSchema) })
  .meta({ example: { id: minutesExample.id, versions: [versionExample] } });

export const versionContentSchema = versionSchema
  .extend({
    summary: z.string().nullable(),
    summary_points: z.array(statementSchema),
    key_point_items: z.array(statementSchema),
  })
  .meta({ id: 'MinutesVersionContent', example: versionContentExample });

const changedStatements = z.array(
  z.object({ change: z.enum(['same', 'added', 'removed']), text: z.string() }),
);

export const diffSchema = z
  .object({
    from: z.number().int(),
    to: z.number().int(),
    summary: changedStatements,
    key_points: changedStatements,
  })
  .meta({ id: 'MinutesDiff', example: diffExample });

export type WireGenerated = z.output<typeof generatedSchema>;
export type WireMinutes = z.output<typeof minutesSchema>;
export type WireStatement = z.output<typeof statementSchema>;
export type WireVersion = z.output<typeof versionSchema>;
export type WireVersionContent = z.output<typeof versionContentSchema>;
export type WireDiff = z.output<typeof diffSchema>;
export type EditBody = z.output<typeof editSchema>;
export type EditedStatement = z.output<typeof editedStatement>;
