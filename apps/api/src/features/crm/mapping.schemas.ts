import { z } from 'zod';
import { mappedExample, unmappedExample } from './crm.examples.ts';
import { profileSchema } from './profiles.schemas.ts';
import { speakerName } from './speakers.schemas.ts';

const meant = {
  speaker_name: speakerName.meta({ example: 'Speaker1' }),
  meeting_id: z
    .uuid()
    .nullish()
    .describe(
      'The one meeting that is meant; without it every meeting with a speaker of this name',
    ),
};

export const mappingSchema = z
  .object({
    ...meant,
    all_meetings: z
      .boolean()
      .nullish()
      .describe(
        'Whether an automatic label, such as `Speaker1`, is meant in all the meetings that have it',
      ),
  })
  .refine(({ meeting_id, all_meetings }) => !(meeting_id && all_meetings), {
    path: ['all_meetings'],
    message: 'must not be true beside a meeting_id; send one of them',
  });

export const unmappingSchema = z.object(meant);

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
export type Unmapping = z.output<typeof unmappingSchema>;
export type Mapped = z.output<typeof mappedSchema>;
export type Unmapped = z.output<typeof unmappedSchema>;
