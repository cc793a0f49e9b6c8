import { boolean, integer, openStatement, sql, uuid } from '@memo/entities';

// Sessions are rows of no workspace.
const acrossWorkspaces = '';

/** Whether somebody signed in, and did not merely go on, in this session so recently. */
export const isFreshSession = openStatement({
  name: 'auth.is_fresh_session',
  acrossWorkspaces,
  values: { userId: integer, familyId: uuid, seconds: integer },
  columns: { fresh: boolean },
  sql: ({
    $,
  }) => sql`SELECT coalesce(min(created_at) > now() - ${$.seconds} * interval '1 second', false) AS fresh
    FROM refresh_tokens WHERE family_id = ${$.familyId} AND user_id = ${$.userId}`,
});
