import { z } from 'zod';

/** Who a speaker is, as far as a chart shows it. */
export const personSchema = z
  .object({
    id: z.uuid().describe('Of the speaker profile'),
    full_name: z.string(),
    company: z.string().nullable(),
    designation: z.string().nullable(),
  })
  .meta({ id: 'Person' });

export type Person = z.output<typeof personSchema>;

/** A row of speaker_profiles under the alias `profile` as a `Person`; null where a left join found none. */
export const personColumn = `CASE WHEN profile.id IS NOT NULL THEN json_build_object('id', profile.id,
  'full_name', concat_ws(' ', profile.first_name, profile.middle_name, profile.last_name),
  'company', profile.company, 'designation', profile.designation) END`;
