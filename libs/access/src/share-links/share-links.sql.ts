import {
  arrayOf,
  boolean,
  integer,
  nullable,
  openStatement,
  seenBy,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type SharedPart,
  type Sql,
  type WorkspaceRole,
} from '@memo/entities';

/**
 * Who made the link `link`, in the role they have in its workspace now. No row where they are no member of it any more,
 * are deactivated, or no longer see the meeting.
 * @param ownMeeting the condition on the meeting as `seen`.
 */
export const makerOfLink = <T extends boolean>(ownMeeting: Sql<T>) =>
  sql`SELECT u.email, u.email_verified, m.role
    FROM users u
    JOIN workspace_members m ON m.user_id = u.id AND m.workspace_id = link.workspace_id
    JOIN meetings seen ON seen.id = link.meeting_id AND ${ownMeeting}
      AND ${seenBy('seen', sql`u.id`)}
    WHERE u.id = link.created_by AND u.is_active`;

/** A link that is neither revoked nor expired, whose maker is still there. */
export const findOpenLink = openStatement({
  name: 'access.find_open_link',
  acrossWorkspaces: 'it finds out which workspace the link is of',
  values: { tokenHash: text },
  columns: {
    id: uuid,
    workspace_id: uuid,
    meeting_id: uuid,
    parts: arrayOf(words<SharedPart>()),
    password_hash: nullable(text),
    expires_at: timestamp,
    created_by: integer,
    email: text,
    email_verified: boolean,
    role: words<WorkspaceRole>(),
  },
  sql: ({ $ }) => sql`
  SELECT link.id, link.workspace_id, link.meeting_id, link.parts, link.password_hash, link.expires_at,
    link.created_by, maker.email, maker.email_verified, maker.role
  FROM share_links link
  CROSS JOIN LATERAL (${makerOfLink(sql`seen.workspace_id = link.workspace_id AND seen.deleted_at IS NULL`)}) maker
  WHERE link.token_hash = ${$.tokenHash} AND link.revoked_at IS NULL AND link.expires_at > now()`,
});
