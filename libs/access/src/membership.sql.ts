import {
  arrayOf,
  boolean,
  integer,
  nullable,
  openStatement,
  seenBy,
  sql,
  text,
  uuid,
  words,
  type Sql,
  type WorkspaceRole,
} from '@memo/entities';

const role = words<WorkspaceRole>();

const columns = {
  is_operator: boolean,
  email: text,
  email_verified: boolean,
  workspace_id: nullable(uuid),
  role: nullable(role),
};

const asked = {
  userId: integer,
  tokenVersion: integer,
  sessionId: nullable(uuid),
  home: uuid,
  meetingId: nullable(uuid),
  recordingId: nullable(uuid),
  workspaceId: uuid,
};

/** @param from the users as `u`, beside what is asked of them. */
const membership = (from: Sql, $: Readonly<Record<keyof typeof asked, Sql>>, more = sql``) =>
  sql`SELECT u.is_admin AS is_operator, u.email, u.email_verified, m.workspace_id, m.role${more}
    FROM ${from}
    JOIN workspace_members home ON home.user_id = u.id AND home.workspace_id = ${$.home}
    LEFT JOIN recordings ON recordings.id = ${$.recordingId}
    LEFT JOIN meetings meeting ON meeting.id = coalesce(recordings.meeting_id, ${$.meetingId})
      AND meeting.deleted_at IS NULL AND ${seenBy('meeting', sql`u.id`)}
    LEFT JOIN workspace_members m ON m.user_id = u.id AND m.workspace_id =
      CASE WHEN coalesce(${$.meetingId}, ${$.recordingId}) IS NULL THEN ${$.workspaceId} ELSE meeting.workspace_id END
    WHERE u.id = ${$.userId} AND u.is_active AND u.token_version = ${$.tokenVersion}
      AND (${$.sessionId} IS NULL OR EXISTS (SELECT FROM refresh_tokens t
        WHERE t.family_id = ${$.sessionId} AND t.user_id = u.id AND t.revoked_at IS NULL
          AND t.expires_at > now()))`;

/**
 * A user whose token is good, and what they are in the workspace asked for: of the meeting where one or a recording of it
 * is given, else the one given itself. Where they are no member of it, do not see the meeting, or it is deleted, it and the role are null. No row when the
 * user is gone, deactivated or no member of the token's workspace any more, or when the token or its session was ended,
 * or its session has expired.
 */
export const findMembership = openStatement({
  name: 'access.find_membership',
  acrossWorkspaces: 'it finds out which workspace a request is about',
  values: asked,
  columns,
  sql: ({ $ }) => membership(sql`users u`, $),
});

/** The same for many at once: each row says where in the lists it was asked for. */
export const findMemberships = openStatement({
  name: 'access.find_memberships',
  acrossWorkspaces: 'it finds out which workspaces the requests are about',
  values: {
    userIds: arrayOf(integer),
    tokenVersions: arrayOf(integer),
    sessionIds: arrayOf(nullable(uuid)),
    homes: arrayOf(uuid),
    meetingIds: arrayOf(nullable(uuid)),
    recordingIds: arrayOf(nullable(uuid)),
    workspaceIds: arrayOf(uuid),
  },
  columns: { ...columns, place: integer },
  sql: ({ $ }) =>
    membership(
      sql`unnest(${$.userIds}, ${$.tokenVersions}, ${$.sessionIds}, ${$.homes}, ${$.meetingIds}, ${$.recordingIds},
      ${$.workspaceIds})
      WITH ORDINALITY AS asked (user_id, token_version, session_id, home, meeting_id, recording_id, workspace_id, place)
    CROSS JOIN users u`,
      {
        userId: sql`asked.user_id`,
        tokenVersion: sql`asked.token_version`,
        sessionId: sql`asked.session_id`,
        home: sql`asked.home`,
        meetingId: sql`asked.meeting_id`,
        recordingId: sql`asked.recording_id`,
        workspaceId: sql`asked.workspace_id`,
      },
      sql`, asked.place::int`,
    ),
});

/** Users as `u`, each with the membership `home` of the personal workspace that everybody has. */
export const accounts = `users u JOIN workspace_members home ON home.user_id = u.id
  JOIN workspaces ON workspaces.id = home.workspace_id AND workspaces.kind = 'personal'`;

/** No row when the user is no member of the workspace, or there is no such workspace. */
export const findRole = openStatement({
  name: 'access.find_role',
  acrossWorkspaces: 'it finds out whether the user is a member of this one',
  values: { userId: integer, workspaceId: uuid },
  columns: { workspace_id: uuid, role },
  sql: ({ $ }) => sql`SELECT m.workspace_id, m.role FROM workspace_members m
    WHERE m.user_id = ${$.userId} AND m.workspace_id = ${$.workspaceId}`,
});
