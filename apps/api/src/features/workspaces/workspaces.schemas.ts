import { z } from 'zod';
import { pageQuery, pageSchema } from '../../http/page.ts';
import { shownText } from '../../http/shown-text.ts';

export const roleSchema = z.enum(['OWNER', 'ADMIN', 'MEMBER', 'VIEWER']);

export const workspaceParams = z.object({
  workspace_id: z.uuid().meta({ example: '0198c0de-0000-7000-8000-000000000002' }),
});

export const listQuerySchema = z.object(pageQuery({ defaultLimit: 50, maxLimit: 200 }));

const example = {
  id: '0198c0de-0000-7000-8000-000000000002',
  name: 'Acme sales',
  kind: 'organization' as const,
  role: 'OWNER' as const,
  member_count: 4,
  created_at: '2025-06-24T08:58:12.000Z',
};

export const workspaceSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z
      .enum(['personal', 'organization'])
      .describe('`personal` is made with the account and has one member'),
    role: roleSchema.describe('What the caller is there'),
    member_count: z.number().int(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Workspace', example });

export const workspacePageSchema = pageSchema(workspaceSchema).meta({
  id: 'WorkspacePage',
  example: { data: [example], total: 1, page: 1, limit: 50, total_pages: 1 },
});

export const namedSchema = z.object({
  name: shownText().min(1).max(200).meta({ example: 'Acme sales' }),
});

export type WireWorkspace = z.output<typeof workspaceSchema>;
export type WireWorkspacePage = z.output<typeof workspacePageSchema>;
export type ListQuery = z.output<typeof listQuerySchema>;
