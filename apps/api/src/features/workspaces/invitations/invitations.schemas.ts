import { z } from 'zod';
import { pageSchema } from '../../../http/page.ts';
import { emailSchema } from '../members/members.schemas.ts';
import { workspaceParams } from '../workspaces.schemas.ts';

export const invitationParams = workspaceParams.extend({
  invitation_id: z.uuid().meta({ example: '0198c0de-0000-7000-8000-000000000003' }),
});

const invitedRole = z.enum(['ADMIN', 'MEMBER', 'VIEWER']);

export const newInvitationSchema = z
  .object({
    email: emailSchema
      .nullable()
      .default(null)
      .describe('The only address it is for; without one whoever has the link may use it'),
    role: invitedRole.describe('Owners are made by owners, of members'),
    expires_in_days: z.int().min(1).max(30).default(7),
  })
  .meta({ example: { email: 'kim@example.com', role: 'MEMBER' } });

const example = {
  id: '0198c0de-0000-7000-8000-000000000003',
  email: 'kim@example.com',
  role: 'MEMBER' as const,
  invited_by: 42,
  created_at: '2025-06-24T08:58:12.000Z',
  expires_at: '2025-07-01T08:58:12.000Z',
};

export const invitationSchema = z
  .object({
    id: z.uuid(),
    email: z.string().nullable().describe('Null: whoever has the link may use it'),
    role: invitedRole,
    invited_by: z
      .number()
      .int()
      .describe('The user who made it; it ends when they may not invite any more'),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Invitation', example });

const token = 'R0x5bq3m1yG4fH8nT2vW6zK9pL7cJ0dS5aQ3eU1iO4w';

export const madeInvitationSchema = invitationSchema
  .extend({
    token: z.string().describe('What `POST /invitations/accept` takes. Told this once'),
    link: z.url().describe('To be sent to whoever is invited. Told this once'),
    mailed: z.boolean().describe('Whether the link went to the address by mail'),
  })
  .meta({
    id: 'NewInvitation',
    example: {
      ...example,
      token,
      link: `https://memo.example.com/invitations?token=${token}`,
      mailed: true,
    },
  });

export const invitationPageSchema = pageSchema(invitationSchema).meta({
  id: 'InvitationPage',
  example: { data: [example], total: 1, page: 1, limit: 50, total_pages: 1 },
});

export const acceptSchema = z.object({
  token: z.string().min(1).max(512).meta({ example: token }),
});

export type NewInvitationFields = z.output<typeof newInvitationSchema>;
export type WireInvitation = z.output<typeof invitationSchema>;
export type WireNewInvitation = z.output<typeof madeInvitationSchema>;
export type WireInvitationPage = z.output<typeof invitationPageSchema>;
