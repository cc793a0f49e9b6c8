import { z } from 'zod';
import { mappedExample, unmappedExample } from './crm.examples.ts';
import { profileSchema } from './profiles.schemas.ts';
import { speakerName } from './speakers.schemas.ts';

export const mappingSchema = z.strictObject({
  speaker_name: speakerName.meta({ example: 'Speaker1' }),
  meeting_id: z
    .uuid()
    .nullish()
    .describe(
      'The one meeting that is meant; without it every meeting with a speaker of this name',
    ),
});

export const mappedSchema = z
  .object({
    profile: profileSchema,
    speaker_name: z.string(),
    mapped_meetings: z
      .number()
      .int()
      .describe('In how many meetings the speaker now has the profile'),
  })
  .meta({ id: 'MappedSpeaker', example: mappedExample });

export const unmappedSchema = z
  .object({
    profile: profileSchema,
    speaker_name: z.string(),
    unmapped_meetings: z
      .number()
      .int()
      .describe('In how many meetings the speaker lost the profile'),
  })
  .meta({ id: 'UnmappedSpeaker', example: unmappedExample });

export type Mapping = z.output<typeof mappingSchema>;
export type Mapped = z.output<typeof mappedSchema>;
export type Unmapped = z.output<typeof unmappedSchema>;
