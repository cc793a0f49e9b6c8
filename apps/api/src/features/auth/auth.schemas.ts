import { z } from 'zod';
import type { Reply } from '../../http/route.ts';

export const emailSchema = z
  .string()
  .trim()
  .max(254)
  // Not in lower case before it is checked: a few letters of other scripts become plain ones, and the address another.
  .pipe(z.email('must be an e-mail address').toLowerCase())
  .meta({ example: 'jane@example.com' });

// Argon2 hashes any length; the upper bound keeps a request from buying much hashing time.
export const password = z.string().min(8).max(128).meta({ example: 'correct horse battery' });

export const registerSchema = z.object({
  name: z.string().trim().min(1).max(200).meta({ example: 'Jane Smith' }),
  email: emailSchema,
  password,
});

export const loginSchema = z.object({
  email: emailSchema,
  password: z.string().min(1).max(128).meta({ example: 'correct horse battery' }),
});

export const refreshSchema = z.object({
  refresh_token: z
    .string()
    .min(1)
    .max(512)
    .meta({ example: '3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM' }),
});

export const userSchema = z
  .object({ id: z.number().int(), email: z.string(), name: z.string() })
  .meta({ id: 'User', example: { id: 42, email: 'jane@example.com', name: 'Jane Smith' } });

export const meSchema = userSchema
  .extend({
    workspace: z
      .object({
        id: z.uuid(),
        name: z.string(),
        kind: z.enum(['personal', 'organization']),
      })
      .describe('The one the request is about'),
    role: z
      .enum(['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'])
      .nullable()
      .describe('In that workspace; null for who is no member of it'),
    permissions: z
      .array(z.string())
      .describe('What the caller may do there; there will be more of them'),
  })
  .meta({
    id: 'Me',
    example: {
      id: 42,
      email: 'jane@example.com',
      name: 'Jane Smith',
      workspace: {
        id: '0198c0de-0000-7000-8000-000000000001',
        name: 'Jane Smith',
        kind: 'personal',
      },
      role: 'VIEWER',
      permissions: ['account.read', 'meetings.list', 'meeting.read'],
    },
  });

export const sessionSchema = z
  .object({
    access_token: z.string().describe('Send it as `Authorization: Bearer …`; valid for some hours'),
    refresh_token: z.string().describe('Works once, at `/auth/refresh`; valid for some days'),
    token_type: z.literal('bearer'),
    user: userSchema,
  })
  .meta({
    id: 'Session',
    example: {
      access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl',
      refresh_token: '3q2-7wAAl0mZ5d1yFqkYx8TnRb4uVcJh6sGpEoWiLzM',
      token_type: 'bearer',
      user: { id: 42, email: 'jane@example.com', name: 'Jane Smith' },
    },
  });

export const openSessionSchema = z
  .object({
    id: z.uuid(),
    created_at: z.iso.datetime().describe('When somebody signed in'),
    last_used_at: z.iso.datetime().describe('When it got its last pair of tokens'),
    expires_at: z.iso.datetime().describe('Unless it gets another pair before'),
    ip: z.string().nullable().describe('The address its last pair of tokens went to'),
    client: z.string().nullable().describe('What the app or browser called itself'),
    current: z.boolean().describe('Whether the request was made in it'),
  })
  .meta({ id: 'OpenSession' });

export const sessionsSchema = z.object({ sessions: z.array(openSessionSchema) }).meta({
  id: 'OpenSessions',
  example: {
    sessions: [
      {
        id: '0198c0de-0000-7000-8000-00000000000a',
        created_at: '2025-06-24T08:58:12.000Z',
        last_used_at: '2025-06-24T14:58:40.000Z',
        expires_at: '2025-07-01T14:58:40.000Z',
        ip: '203.0.113.9',
        client: 'MemoApp/3.2 (iPhone; iOS 19.1)',
        current: true,
      },
    ],
  },
});

export const sessionParams = z.object({
  session_id: z.uuid().meta({ example: '0198c0de-0000-7000-8000-00000000000a' }),
});

export type WireSession = z.output<typeof openSessionSchema>;
export type Registration = z.output<typeof registerSchema>;
export type Credentials = z.output<typeof loginSchema>;
export type WireUser = z.output<typeof userSchema>;
export type Me = z.output<typeof meSchema>;
export type Session = z.output<typeof sessionSchema>;

/** Tokens, which nothing on their way may keep. */
export const sessionReply = (
  status: 200 | 201,
  session: Session,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { ...headers, 'Cache-Control': 'no-store' },
  body: session,
});
