import { z } from 'zod';

export const deletionSchema = z
  .object({
    email: z
      .string()
      .trim()
      .min(1)
      .max(254)
      .describe('The address of the account, typed by its person: nothing is deleted by mistake')
      .meta({ example: 'jane@example.com' }),
    password: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe('Not needed within ten minutes of signing in')
      .meta({ example: 'correct horse battery' }),
  })
  .meta({ example: { email: 'jane@example.com', password: 'correct horse battery' } });

export const deletedSchema = z
  .object({
    detail: z.string(),
    deleted_at: z.iso.datetime(),
    restorable_until: z.iso.datetime().describe('Signing in before then brings everything back'),
  })
  .meta({
    id: 'DeletedAccount',
    example: {
      detail:
        'Your account is deleted. Sign in before 8 July 2025 to have it back; after that everything in it is removed for good.',
      deleted_at: '2025-06-24T08:58:12.000Z',
      restorable_until: '2025-07-08T08:58:12.000Z',
    },
  });

export type Deletion = z.output<typeof deletionSchema>;
export type WireDeleted = z.output<typeof deletedSchema>;
