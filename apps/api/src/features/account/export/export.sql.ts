import { integer, jsonb, openStatement, sql, uuid } from '@memo/entities';

const acrossWorkspaces = 'a person takes along what is theirs, wherever they work';

const one = { userId: integer };

/** One page of rows as JSON, by id; without the columns that are ours alone. */
export type ExportedRow = Record<string, unknown> & { id: string };

/** Who they are, where they work, how and where they sign in. No hash and no token. */
export const findAccountData = openStatement({
  name: 'account_export.find_account',
  acrossWorkspaces,
  values: one,
  columns: { account: jsonb<Record<string, unknown>>() },
  sql: ({ $ }) => sql`SELECT jsonb_build_object(
      'id', u.id, 'email', u.email, 'name', u.name, 'phone', u.phone,
      'email_verified', u.email_verified, 'created_at', u.created_at,
      'signs_in_with', (SELECT coalesce(jsonb_agg(provider ORDER BY provider), '[]') FROM identities WHERE user_id = u.id),
      'organizations', (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'id', w.id, 'name', w.name, 'kind', w.kind, 'role', m.role, 'since', m.created_at) ORDER BY w.id), '[]')
        FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.user_id = u.id),
      'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'id', t.family_id, 'last_used_at', t.created_at, 'ip', t.ip, 'client', t.client) ORDER BY t.created_at), '[]')
        FROM refresh_tokens t WHERE t.user_id = u.id AND t.used_at IS NULL AND t.revoked_at IS NULL)) AS account
    FROM users u WHERE u.id = ${$.userId}`,
});

const page = { ...one, after: uuid, limit: integer };
const rowColumns = { row: jsonb<ExportedRow>() };

export const pageOfTemplates = openStatement({
  name: 'account_export.page_of_templates',
  acrossWorkspaces,
  values: page,
  columns: rowColumns,
  sql: ({ $ }) => sql`SELECT to_jsonb(t) - 'created_by' AS row FROM templates t
    JOIN workspace_members m ON m.workspace_id = t.workspace_id AND m.user_id = ${$.userId}
    WHERE t.created_by = ${$.userId} AND t.id > ${$.after} ORDER BY t.id LIMIT ${$.limit}`,
});

export const pageOfProfiles = openStatement({
  name: 'account_export.page_of_profiles',
  acrossWorkspaces,
  values: page,
  columns: rowColumns,
  sql: ({ $ }) => sql`SELECT to_jsonb(p) - 'user_id' AS row FROM speaker_profiles p
    JOIN workspace_members m ON m.workspace_id = p.workspace_id AND m.user_id = ${$.userId}
    WHERE p.user_id = ${$.userId} AND p.id > ${$.after} ORDER BY p.id LIMIT ${$.limit}`,
});

export const pageOfMeetings = openStatement({
  name: 'account_export.page_of_meetings',
  acrossWorkspaces,
  values: page,
  columns: { id: uuid, workspaceId: uuid },
  sql: ({ $ }) => sql`SELECT meeting.id, meeting.workspace_id AS "workspaceId" FROM meetings meeting
    JOIN workspace_members m ON m.workspace_id = meeting.workspace_id AND m.user_id = ${$.userId}
    WHERE meeting.user_id = ${$.userId} AND meeting.deleted_at IS NULL AND meeting.id > ${$.after}
    ORDER BY meeting.id LIMIT ${$.limit}`,
});
