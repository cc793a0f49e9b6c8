import { integer, jsonb, nullable, ownedStatement, sql, text, uuid } from '@memo/entities';
import { usableTemplates } from '@memo/meetings';

/** What a workspace can choose from: the defaults, then its own, the latest first. */
export const listTemplates = ownedStatement({
  name: 'suggest.list_templates',
  values: { limit: integer },
  columns: { id: uuid, title: text, description: nullable(text), keyPoints: jsonb<string[]>() },
  sql: ({
    $,
    own,
  }) => sql`SELECT id, title, description, key_points_prompt AS "keyPoints" FROM templates
    WHERE ${usableTemplates(own)}
    ORDER BY workspace_id IS NULL DESC, updated_at DESC, id LIMIT ${$.limit}`,
});
