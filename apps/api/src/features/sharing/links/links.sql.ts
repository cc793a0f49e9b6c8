import { makerOfLink } from '@memo/access';
import {
  arrayOf,
  boolean,
  integer,
  nullable,
  openStatement,
  ownedStatement,
  sql,
  text,
  timestamp,
  uuid,
  words,
  type RowOf,
  type SharedPart,
  type WorkspaceRole,
} from '@memo/entities';

const link = {
  id: uuid,
  meeting_id: uuid,
  parts: arrayOf(words<SharedPart>()),
  has_password: boolean,
  expires_at: timestamp,
  created_by: integer,
  created_at: timestamp,
  revoked_at: nullable(timestamp),
  opened_count: integer,
  last_opened_at: nullable(timestamp),
  is_expired: boolean,
  /** Null where who made it is not there any more. */
  maker_role: nullable(words<WorkspaceRole>()),
  maker_email: nullable(text),
  maker_email_verified: nullable(boolean),
};
export type LinkRow = RowOf<typeof link>;

/** The links of a meeting, or the one that is named: those that are not over first, then by newest. */
export const listLinks = ownedStatement({
  name: 'sharing.list',
  values: { meetingId: uuid, id: nullable(uuid), limit: integer },
  columns: link,
  sql: ({ $, own }) => sql`
  SELECT link.id, link.meeting_id, link.parts, link.password_hash IS NOT NULL AS has_password, link.expires_at,
    link.created_by, link.created_at, link.revoked_at, link.opened_count, link.last_opened_at,
    link.expires_at <= now() AS is_expired, maker.role AS maker_role, maker.email AS maker_email,
    maker.email_verified AS maker_email_verified
  FROM share_links link
  LEFT JOIN LATERAL (${makerOfLink(own('meetings', 'seen'))}) maker ON true
  WHERE ${own('share_links', 'link')} AND link.meeting_id = ${$.meetingId}
    AND (${$.id} IS NULL OR link.id = ${$.id})
  ORDER BY link.revoked_at IS NULL AND link.expires_at > now() DESC, link.id DESC
  LIMIT ${$.limit}`,
});

/** Until the transaction ends nobody else changes the links of the meeting. */
export const lockLinks = ownedStatement({
  name: 'sharing.lock',
  values: { meetingId: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM meetings
    WHERE ${own('meetings')} AND id = ${$.meetingId} FOR NO KEY UPDATE`,
});

export const countLinks = ownedStatement({
  name: 'sharing.count',
  values: { meetingId: uuid },
  columns: { count: integer },
  sql: ({ $, own }) => sql`SELECT count(*)::int AS count FROM share_links
    WHERE ${own('share_links')} AND meeting_id = ${$.meetingId} AND revoked_at IS NULL AND expires_at > now()`,
});

export const pruneLinks = openStatement({
  name: 'sharing.prune',
  acrossWorkspaces: 'links that are long over are forgotten in every workspace',
  values: { days: integer, limit: integer },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM share_links WHERE id IN (
    SELECT id FROM share_links WHERE expires_at < now() - make_interval(days => ${$.days})
    ORDER BY expires_at LIMIT ${$.limit})`,
});
