import { z } from 'zod';
import {
  emailSchema,
  password,
  sessionSchema,
  type Registration,
  type Session,
} from '../auth.schemas.ts';

const name = z.string().trim().min(1).max(200);

export const meetInRegisterSchema = z.object({
  email: emailSchema,
  password,
  name: name.optional().meta({ example: 'Jane Smith' }),
  first_name: name
    .optional()
    .describe('In place of `name`, with `last_name` or without')
    .meta({ example: 'Jane' }),
  last_name: name.optional().meta({ example: 'Smith' }),
});

/** Without any name, what stands before the @. */
export function toRegistration(sent: z.output<typeof meetInRegisterSchema>): Registration {
  const { email, password: secret, name: whole, first_name: first, last_name: last } = sent;
  const parts = [first, last].filter((part) => part !== undefined).join(' ');
  const told = whole ?? (parts === '' ? email.slice(0, email.lastIndexOf('@')) : parts);
  return { email, password: secret, name: told.slice(0, 200).toWellFormed() };
}

export const meetInRefreshSchema = z.object({
  refresh: z
    .string()
    .min(1)
    .max(512)
    .meta({ example: '3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM' }),
});

export const tokenPairSchema = z
  .object({
    access: z.string().describe('Send it as `Authorization: Bearer …`; valid for some hours'),
    refresh: z.string().describe('Works once; valid for some days'),
  })
  .meta({
    id: 'TokenPair',
    example: {
      access: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl',
      refresh: '3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM',
    },
  });

export const meetInSessionSchema = sessionSchema.extend(tokenPairSchema.shape).meta({
  id: 'MeetInSession',
  example: {
    access: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl',
    refresh: '3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM',
    access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl',
    refresh_token: '3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM',
    token_type: 'bearer',
    user: { id: 42, email: 'jane@example.com', name: 'Jane Smith' },
  },
});

export const tokenPairOf = (session: Session): z.output<typeof tokenPairSchema> => ({
  access: session.access_token,
  refresh: session.refresh_token,
});

export const meetInSessionOf = (session: Session): z.output<typeof meetInSessionSchema> => ({
  ...tokenPairOf(session),
  ...session,
});
