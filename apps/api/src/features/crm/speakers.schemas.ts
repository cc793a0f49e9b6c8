import { meetingListItemSchema, meetingPageExample } from '@memo/meetings';
import { z } from 'zod';
import { pageQuery, pageSchema } from '../../http/page.ts';
import { speakerListExample } from './crm.examples.ts';
import { cardSchema } from './profiles.schemas.ts';

/** As it is displayed, so nothing is trimmed. */
export const speakerName = z.string().normalize('NFC').min(1).max(500);

export const speakerParamsSchema = z.object({ speaker_name: speakerName });

export const speakersQuerySchema = z.object(pageQuery({ defaultLimit: 1_000, maxLimit: 1_000 }));

export const historyQuerySchema = z.object(pageQuery({ defaultLimit: 20, maxLimit: 100 }));

/** One page of the meetings somebody speaks in. */
export const meetingPageSchema = pageSchema(meetingListItemSchema).meta({
  id: 'MeetingPage',
  example: meetingPageExample,
});

export const speakerListSchema = z
  .object({
    speakers: z.array(
      z.object({
        speaker_name: z.string().describe('The name someone gave, or else our label'),
        meeting_count: z.number().int(),
        profile: cardSchema.nullable(),
      }),
    ),
    total: z.number().int().describe('Of all pages'),
  })
  .meta({ id: 'SpeakerList', example: speakerListExample });

export type SpeakersQuery = z.output<typeof speakersQuerySchema>;
export type HistoryQuery = z.output<typeof historyQuerySchema>;
export type WireMeetingPage = z.output<typeof meetingPageSchema>;
export type SpeakerList = z.output<typeof speakerListSchema>;
