import { z } from 'zod';
import {
  meetingUsageExample,
  usageEstimateExample,
  workspaceUsageExample,
} from './usage.examples.ts';

/** As long as a recording may be. */
const maxAudioSeconds = 12 * 60 * 60;

const count = z.number().int();
const usd = z.number().describe('US dollars, to 6 places');

const spentFields = {
  calls: count.describe('Answers a provider was paid for'),
  audio_seconds: z.number().describe('Audio sent, or as the provider counted it, to 3 places'),
  input_tokens: count.describe('As the provider counted them'),
  output_tokens: count.describe('As the provider counted them'),
  cost_usd: usd
    .nullable()
    .describe('To 6 places; null when the cost of one of the calls is not known'),
  known_cost_usd: usd.describe('Of the calls whose cost is known'),
  unpriced_calls: count.describe('Calls whose cost is not known: their model has no price'),
};

export const spentSchema = z.object(spentFields);
const stageSchema = z.object({
  stage: z.string().describe('The stage of a meeting they were for, or `suggest`'),
  ...spentFields,
});
const pricesAsOf = z
  .array(z.iso.date())
  .describe('The days of the price tables the costs were reckoned with');

const estimateFields = {
  cost_usd: usd.nullable().describe('To 6 places; null when a model has no price'),
  speech_usd: usd.nullable().describe('Of it, for the transcript'),
  note_usd: usd.nullable().describe('Of it, for the note'),
  models: z.array(z.string()),
  prices_as_of: z.iso.date(),
  basis: z.string().describe('What was assumed, for people'),
};

const estimateSchema = z.object(estimateFields);

export const meetingUsageSchema = z
  .object({
    meeting_id: z.uuid(),
    stages: z.array(stageSchema).describe('Those in which anything was paid for'),
    totals: spentSchema,
    models: z.array(z.string()).describe('Those that really answered'),
    prices_as_of: pricesAsOf,
    estimate: estimateSchema
      .nullable()
      .describe('What a meeting of this length is likely to cost; null until the length is known'),
  })
  .meta({ id: 'MeetingUsage', example: meetingUsageExample });

export const workspaceUsageSchema = z
  .object({
    month: z.string().describe('In UTC'),
    totals: spentSchema.describe('Deleted meetings and suggestions count too'),
    by_stage: z.array(stageSchema),
    by_model: z
      .array(z.object({ provider: z.string(), model: z.string(), ...spentFields }))
      .describe('Most expensive first'),
    by_day: z
      .array(z.object({ day: z.iso.date(), ...spentFields }))
      .describe('Days in UTC on which anything was paid for'),
    prices_as_of: pricesAsOf,
    previous_months: z
      .array(z.object({ month: z.string(), ...spentFields }))
      .describe('Of the 12 months before, those in which anything was paid for, latest first'),
  })
  .meta({ id: 'WorkspaceUsage', example: workspaceUsageExample });

export const estimateQuerySchema = z.object({
  audio_seconds: z.coerce
    .number()
    .gt(0)
    .max(maxAudioSeconds)
    .describe('Length of the meeting, at most 12 hours'),
  recordings: z.coerce
    .number()
    .int()
    .min(1)
    .max(2)
    .default(1)
    .describe('2 where both sides are recorded apart'),
});

export const usageEstimateSchema = z
  .object({ audio_seconds: z.number(), recordings: count, ...estimateFields })
  .meta({ id: 'UsageEstimate', example: usageEstimateExample });

export type EstimateQuery = z.output<typeof estimateQuerySchema>;
export type MeetingUsage = z.output<typeof meetingUsageSchema>;
export type WorkspaceUsage = z.output<typeof workspaceUsageSchema>;
export type UsageEstimate = z.output<typeof usageEstimateSchema>;
export type Spent = z.output<typeof spentSchema>;
