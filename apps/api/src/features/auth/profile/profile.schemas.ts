import { z } from 'zod';
import { phoneNumber } from '../../../http/phone.ts';
import { personName } from '../../../http/shown-text.ts';
import { meSchema } from '../auth.schemas.ts';

export const profileSchema = meSchema
  .extend({
    phone: z.string().nullable(),
    email_verified: z.boolean().describe('Whether it is proven that the address is theirs'),
    organizations: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          kind: z.enum(['personal', 'organization']),
          role: z.enum(['OWNER', 'ADMIN', 'MEMBER', 'VIEWER']),
        }),
      )
      .describe('Every workspace they work in, their own first'),
  })
  .meta({
    id: 'Profile',
    example: {
      id: 42,
      email: 'jane@example.com',
      name: 'Jane Smith',
      phone: '+1234567890',
      email_verified: true,
      workspace: {
        id: '0198c0de-0000-7000-8000-000000000001',
        name: 'Jane Smith',
        kind: 'personal',
      },
      role: 'OWNER',
      permissions: ['account.read', 'meetings.list', 'meeting.read'],
      organizations: [
        {
          id: '0198c0de-0000-7000-8000-000000000001',
          name: 'Jane Smith',
          kind: 'personal',
          role: 'OWNER',
        },
        {
          id: '0198c0de-0000-7000-8000-000000000002',
          name: 'Acme Corp',
          kind: 'organization',
          role: 'MEMBER',
        },
      ],
    },
  });

/** What is left out stays as it is. */
export const ownProfileChangesSchema = z
  .object({
    name: personName().min(1).max(200).optional().meta({ example: 'Jane Smith' }),
    phone: phoneNumber().optional(),
  })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    'send at least one field to change',
  )
  .meta({ example: { name: 'Jane Smith', phone: '+1234567890' } });

export type WireProfile = z.output<typeof profileSchema>;
export type ProfileChanges = z.output<typeof ownProfileChangesSchema>;
