import { z } from 'zod';
import { pageQuery, pageSchema } from '../../../http/page.ts';
import { roleSchema, workspaceParams } from '../workspaces.schemas.ts';

export const emailSchema = z
  .string()
  .trim()
  .max(254)
  // Not in lower case before it is checked: a few letters of other scripts become plain ones, and the address another.
  .pipe(z.email('must be an e-mail address').toLowerCase())
  .meta({ example: 'jane@example.com' });

/** In a path all is text; no other form of a number is taken. */
const userIdInPath = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'must be the number of a user')
  .transform(Number)
  .pipe(z.int32())
  .meta({ type: 'integer', example: 42 });

export const memberParams = workspaceParams.extend({ user_id: userIdInPath });

export const membersQuerySchema = z.object(pageQuery({ defaultLimit: 100, maxLimit: 500 }));

const example = {
  user_id: 42,
  email: 'jane@example.com',
  name: 'Jane Smith',
  role: 'ADMIN' as const,
  joined_at: '2025-06-24T08:58:12.000Z',
};

export const memberSchema = z
  .object({
    user_id: z.number().int(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    joined_at: z.iso.datetime(),
  })
  .meta({ id: 'Member', example });

export const memberPageSchema = pageSchema(memberSchema).meta({
  id: 'MemberPage',
  example: { data: [example], total: 1, page: 1, limit: 100, total_pages: 1 },
});

const userId = z.int32().min(1).meta({ example: 42 });

export const newMemberSchema = z
  .object({
    email: emailSchema.optional(),
    user_id: userId
      .optional()
      .describe('In place of the address, for somebody the caller shares a workspace with'),
    role: roleSchema.default('MEMBER'),
  })
  .refine(({ email, user_id }) => (email === undefined) !== (user_id === undefined), {
    error: 'must have an e-mail address or the id of a user, and not both',
  })
  .meta({ example: { email: 'jane@example.com', role: 'MEMBER' } });

export const roleChangeSchema = z.object({ role: roleSchema }).meta({ example: { role: 'ADMIN' } });

export const newOwnerSchema = z.object({ user_id: userId }).meta({ example: { user_id: 42 } });

export type NewMember = z.output<typeof newMemberSchema>;
export type WireMember = z.output<typeof memberSchema>;
export type WireMemberPage = z.output<typeof memberPageSchema>;
