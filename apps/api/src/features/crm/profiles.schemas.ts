import { z } from 'zod';
import { organizationField } from '../../http/named-workspace.ts';
import { pageQuery, pageSchema } from '../../http/page.ts';
import { phoneNumber } from '../../http/phone.ts';
import { personName } from '../../http/shown-text.ts';
import { cardExample, profileExample, profilePageExample } from './crm.examples.ts';

export const profileParamsSchema = z.object({ profile_id: z.uuid() });

export const profilesQuerySchema = z.object({
  ...pageQuery({ defaultLimit: 20, maxLimit: 100 }),
  search: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe('Any part of a name, an e-mail address, a company, a designation or a phone number'),
});

const name = personName().min(1).max(100);

// What is too long already is not searched through.
const atMost = (maxLength: number) => z.string().trim().max(maxLength, { abort: true });

/** Forms send an empty field as an empty text. */
const emptyAsNull = (text: string | null): string | null => (text === '' ? null : text);

const text = (maxLength: number) => atMost(maxLength).nullable().transform(emptyAsNull).optional();

const address = z.email();
const email = atMost(254)
  .refine((value) => value === '' || address.safeParse(value).success, 'must be an e-mail address')
  .nullable()
  .transform(emptyAsNull)
  .optional();

const optionalFields = {
  middle_name: text(100),
  email: email.meta({ example: 'john@example.com' }),
  phone: phoneNumber().optional(),
  company: text(200).meta({ example: 'Acme Corp' }),
  designation: text(200).meta({ example: 'Product Manager' }),
  notes: text(20_000),
};

const firstName = name.meta({ example: 'John' });
const lastName = name.meta({ example: 'Doe' });

export const newProfileSchema = z.object({
  first_name: firstName,
  last_name: lastName,
  ...optionalFields,
  organization: organizationField,
});

/** What is left out stays as it is; null empties a field that may be empty. */
export const profileChangesSchema = z
  .object({
    first_name: firstName.optional(),
    last_name: lastName.optional(),
    ...optionalFields,
  })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    'send at least one field to change',
  )
  .meta({ example: { designation: 'Sales Manager', notes: null } });

/** A profile as a list of speakers shows it. */
export const cardSchema = z
  .object({
    id: z.uuid(),
    first_name: z.string(),
    middle_name: z.string().nullable(),
    last_name: z.string(),
    full_name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    company: z.string().nullable(),
    designation: z.string().nullable(),
    notes: z.string().nullable(),
  })
  .meta({ id: 'SpeakerProfileCard', example: cardExample });

export const profileSchema = cardSchema
  .extend({
    user_id: z.number().int().describe('Who wrote it down'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'SpeakerProfile', example: profileExample });

export const profilePageSchema = pageSchema(profileSchema).meta({
  id: 'SpeakerProfilePage',
  example: profilePageExample,
});

export type ProfilesQuery = z.output<typeof profilesQuerySchema>;
export type NewProfile = z.output<typeof newProfileSchema>;
export type ProfileChanges = z.output<typeof profileChangesSchema>;
export type WireProfile = z.output<typeof profileSchema>;
export type WireProfilePage = z.output<typeof profilePageSchema>;
