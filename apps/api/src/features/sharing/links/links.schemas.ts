import { sharedParts } from '@memo/entities';
import { meetingParamsSchema } from '@memo/meetings';
import { z } from 'zod';

const dayMs = 24 * 60 * 60_000;
const usualDays = 7;
const mostDays = 90;

const scope = z
  .array(z.enum(sharedParts))
  .min(1)
  .max(sharedParts.length)
  .meta({
    description:
      'What it shows: the `note` with the quotes it rests on, the `transcript`, the `audio`; the title, the date and the duration in any case',
    example: ['note', 'transcript'],
  });

const expiresAt = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) > Date.now(), 'must be in the future')
  .refine(
    (text) => Date.parse(text) <= Date.now() + mostDays * dayMs,
    `must be within ${mostDays} days`,
  )
  .meta({
    description: `When it stops opening, within ${mostDays} days`,
    example: '2099-06-24T14:30:00Z',
  });

const password = z
  .string()
  .min(8)
  .max(128)
  .nullable()
  .meta({ description: 'What the page asks for first; null for nothing', example: null });

export const linkParamsSchema = meetingParamsSchema.extend({ link_id: z.uuid() });

export const newLinkSchema = z.object({
  scope,
  expires_at: expiresAt
    .optional()
    .describe(`When it stops opening; in ${usualDays} days when not given, within ${mostDays}`),
  password: password.optional(),
});

export const linkChangesSchema = z
  .object({
    scope: scope.optional(),
    expires_at: expiresAt.optional(),
    password: password.optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    message: 'must change something',
  });

const example = {
  id: '0197a1b2-5f00-7c31-9a44-1d2e3f405164',
  meeting_id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
  scope: ['note', 'transcript'],
  has_password: false,
  status: 'OPEN',
  expires_at: '2025-07-01T14:30:00.000Z',
  created_by: 42,
  created_at: '2025-06-24T14:30:00.000Z',
  revoked_at: null,
  opened_count: 3,
  last_opened_at: '2025-06-25T09:12:00.000Z',
};

export const shareLinkSchema = z
  .object({
    id: z.uuid(),
    meeting_id: z.uuid(),
    scope: z.array(z.enum(sharedParts)),
    has_password: z.boolean(),
    status: z
      .enum(['OPEN', 'EXPIRED', 'REVOKED', 'SUSPENDED'])
      .describe(
        'SUSPENDED: who made it may not share this meeting any more, so it opens for nobody until they may',
      ),
    expires_at: z.iso.datetime(),
    created_by: z.number().int().describe('Who made it'),
    created_at: z.iso.datetime(),
    revoked_at: z.iso.datetime().nullable(),
    opened_count: z.number().int().describe('How often its page was shown; some seconds behind'),
    last_opened_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ShareLink', example });

export const newShareLinkSchema = shareLinkSchema
  .extend({ url: z.url().describe('The address to send on. It is said this once') })
  .meta({
    id: 'NewShareLink',
    example: {
      ...{ ...example, opened_count: 0, last_opened_at: null },
      url: 'https://memo.example.com/s/3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM',
    },
  });

export const shareLinksSchema = z
  .object({ data: z.array(shareLinkSchema) })
  .meta({ id: 'ShareLinks', example: { data: [example] } });

export type NewLink = z.output<typeof newLinkSchema>;
export type LinkChanges = z.output<typeof linkChangesSchema>;
export type WireShareLink = z.output<typeof shareLinkSchema>;
export type WireNewShareLink = z.output<typeof newShareLinkSchema>;

export const usualExpiry = (): Date => new Date(Date.now() + usualDays * dayMs);
