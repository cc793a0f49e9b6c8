import { meetingStatuses } from '@memo/entities';
import { meetingParamsSchema } from '@memo/meetings';
import { coverageSchema } from '@memo/transcript';
import { z } from 'zod';
import { decodePlace, type PlaceInTranscript } from './place-cursor.ts';
import {
  editedSegmentExample,
  editExample,
  segmentExample,
  speakersExample,
  wordExample,
} from './transcript.examples.ts';

const latestMs = 2_147_483_647;
const ms = z.coerce.number().int().min(0).max(latestMs);

export const mostSegments = { plain: 2_000, worded: 200 };

const placeSchema = z
  .string()
  .transform((text, context): PlaceInTranscript => {
    const place = decodePlace(text);
    if (place !== null) return place;
    context.addIssue({ code: 'custom', message: 'must be a next_cursor this API gave' });
    return z.NEVER;
  })
  .optional()
  .meta({
    type: 'string',
    description: 'The `next_cursor` of the answer before; what else is asked for stays the same',
  });

export const transcriptQuerySchema = z.object({
  from: ms.default(0).describe('In ms: nothing that ends before'),
  to: ms.default(latestMs).describe('In ms: nothing that begins at it, or later'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostSegments.plain)
    .optional()
    .describe(
      `Most segments of an answer: ${mostSegments.plain}, or ${mostSegments.worded} with words, unless less is asked for`,
    ),
  cursor: placeSchema,
  words: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((text) => text === 'true')
    .default(false)
    .meta({ type: 'boolean', description: 'Brings the words of each segment with their times' }),
});

export const segmentParamsSchema = meetingParamsSchema.extend({
  segment: z.coerce.number().int().min(0).max(2_147_483_647).describe('The id of the segment'),
});

export const editParamsSchema = meetingParamsSchema.extend({ edit_id: z.uuid() });

const wordSchema = z
  .object({
    text: z.string(),
    start_ms: z.number().int(),
    end_ms: z.number().int(),
    confidence: z
      .number()
      .nullable()
      .describe(
        'How sure the engine was, 0 to 1; null where it does not say, or a person wrote it',
      ),
  })
  .meta({ id: 'TranscriptWord', example: wordExample });

const segmentFields = {
  id: z.number().int().describe('What edits and `segment_ids` elsewhere refer to'),
  speaker_key: z.string().describe('Whose it is; `speakers` of the transcript says who that is'),
  text: z.string(),
  start_ms: z.number().int(),
  end_ms: z.number().int(),
};

const editedSegmentSchema = z
  .object(segmentFields)
  .meta({ id: 'EditedSegment', example: editedSegmentExample });

const transcriptSegmentSchema = z
  .object({
    ...segmentFields,
    speaker: z.string().describe('What people call the speaker'),
    words: z.array(wordSchema).optional().describe('Where they are asked for'),
  })
  .meta({ id: 'TranscriptSegment', example: segmentExample });

export const transcriptSchema = z
  .object({
    meeting_id: z.uuid(),
    status: z.enum(meetingStatuses),
    generation: z.number().int().describe('Which one is shown'),
    is_finished: z
      .boolean()
      .describe('False while it is in the making: ids, texts and speakers can still change then'),
    partial: z
      .object({
        chunks_done: z.number().int(),
        chunks_total: z.number().int(),
        covered_ms: z.number().int(),
      })
      .nullable()
      .describe('How far it is; null when it is whole, or nothing is there yet'),
    edited: z.boolean().describe('Whether anybody has changed what the machine heard'),
    edits: z.number().int().describe('How often'),
    duration_ms: z.number().int().nullable(),
    engine: z.object({ provider: z.string(), model: z.string() }).nullable(),
    coverage: coverageSchema
      .nullable()
      .describe('What of the recordings the machine heard; edits do not change it'),
    speakers: z
      .array(
        z.object({
          key: z.string(),
          label: z.string(),
          name: z.string().nullable(),
          profile_id: z.uuid().nullable(),
        }),
      )
      .describe('In order of first speaking'),
    segments: z.array(transcriptSegmentSchema).describe('In the order of reading'),
    total_segments: z.number().int(),
    next_cursor: z.string().nullable().describe('Null at the end'),
  })
  .meta({
    id: 'Transcript',
    example: {
      meeting_id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
      status: 'COMPLETED',
      generation: 1,
      is_finished: true,
      partial: null,
      edited: true,
      edits: 3,
      duration_ms: 754_320,
      engine: { provider: 'deepgram', model: 'nova-3' },
      coverage: null,
      speakers: speakersExample,
      segments: [segmentExample],
      total_segments: 1,
      next_cursor: null,
    },
  });

export const editSchema = z
  .object({
    id: z.uuid(),
    number: z.number().int().describe('Counts the edits of this transcript from 1'),
    kind: z.enum(['change', 'split', 'merge', 'move', 'replace', 'undo']),
    made_by: z
      .object({ id: z.number().int(), name: z.string().nullable() })
      .nullable()
      .describe('`name` is null where the account is gone'),
    made_at: z.iso.datetime(),
    generation: z.number().int().describe('The one that was shown'),
    undoes: z.uuid().nullable().describe('The edit that this one takes back'),
    undone: z.boolean(),
    find: z.string().nullable().describe('What was looked for, of a replacement'),
    replace: z.string().nullable(),
    segments_changed: z.number().int().describe('Places of the transcript that it changed'),
    before: z.array(editedSegmentSchema).describe('What stood there: of the first 20 places'),
    after: z.array(editedSegmentSchema).describe('What stood there afterwards'),
  })
  .meta({ id: 'TranscriptEdit', example: editExample });

export const editsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .uuid('must be a next_cursor this API gave')
    .optional()
    .describe('The `next_cursor` of the answer before'),
});

export const editsSchema = z
  .object({
    data: z.array(editSchema).describe('The newest first'),
    total: z.number().int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'TranscriptEdits', example: { data: [editExample], total: 1, next_cursor: null } });

export type TranscriptQuery = z.output<typeof transcriptQuerySchema>;
export type EditsQuery = z.output<typeof editsQuerySchema>;
export type WireTranscript = z.output<typeof transcriptSchema>;
export type WireEdit = z.output<typeof editSchema>;
export type WireEdits = z.output<typeof editsSchema>;
