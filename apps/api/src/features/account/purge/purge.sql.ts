import {
  arrayOf,
  boolean,
  integer,
  isPrivate,
  joinSql,
  jsonb,
  nullable,
  openStatement,
  ownedTables,
  sql,
  text,
  timestamp,
  uuid,
  type OwnedTable,
  type Sql,
} from '@memo/entities';

const acrossWorkspaces = 'the sweeper removes what people have left behind';

const one = { userId: integer };

const whole = { ...one, workspaces: arrayOf(uuid) };

/** Longest due first. */
export const listDue = openStatement({
  name: 'account_purge.list_due',
  acrossWorkspaces,
  values: { limit: integer },
  columns: {
    userId: integer,
    homeId: uuid,
    begunAt: nullable(timestamp),
    workspaces: arrayOf(uuid),
  },
  sql: ({
    $,
  }) => sql`SELECT user_id AS "userId", home_id AS "homeId", begun_at AS "begunAt", workspaces
    FROM account_deletions WHERE purged_at IS NULL AND purge_after <= now()
    ORDER BY purge_after, user_id LIMIT ${$.limit}`,
});

/** From here on nobody comes back. What goes: the personal workspace, and those where nobody else works. */
export const beginPurge = openStatement({
  name: 'account_purge.begin',
  acrossWorkspaces,
  values: one,
  columns: { workspaces: arrayOf(uuid) },
  sql: ({ $ }) => sql`UPDATE account_deletions AS d SET begun_at = now(), workspaces = ARRAY(
      SELECT m.workspace_id FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
      WHERE m.user_id = ${$.userId} AND (w.id = d.home_id OR NOT EXISTS (
        SELECT FROM workspace_members other WHERE other.workspace_id = w.id AND other.user_id <> ${$.userId})))
    WHERE d.user_id = ${$.userId} AND d.begun_at IS NULL AND d.purge_after <= now()
    RETURNING d.workspaces`,
});

/** Rows that `gone` took away, added to what went of the table before. */
const countGone = (table: string, userId: Sql) => sql`UPDATE account_deletions
  SET counted = counted || jsonb_build_object('${table}',
    coalesce((counted->>'${table}')::integer, 0) + (SELECT count(*) FROM gone))
  WHERE user_id = ${userId} AND EXISTS (SELECT FROM gone)`;

const batch = { ...whole, limit: integer };

/**
 * Which meetings go: those of the workspaces, and what the person kept to themselves in any other. In halves of an index
 * each: by whose they are, and by whether they wait for their purge already.
 */
const meetingsThatGo = (workspaces: Sql, userId: Sql, deleted: 'IS NULL' | 'IS NOT NULL') => [
  sql`SELECT id FROM meetings WHERE workspace_id = ANY (${workspaces}) AND deleted_at ${deleted}`,
  sql`SELECT id FROM meetings WHERE user_id = ${userId} AND ${isPrivate('meetings')} AND deleted_at ${deleted}`,
];

/** The purge of meetings takes their objects and rows; this says which. */
export const markMeetings = openStatement({
  name: 'account_purge.mark_meetings',
  acrossWorkspaces,
  values: batch,
  columns: { rows: integer },
  sql: ({ $ }) => sql`WITH gone AS (
      UPDATE meetings SET deleted_at = now() WHERE id = ANY (ARRAY(
        ${joinSql(meetingsThatGo($.workspaces, $.userId, 'IS NULL'), ' UNION ')} LIMIT ${$.limit}))
      RETURNING id),
    counted AS (${countGone('meetings', $.userId)})
    SELECT count(*)::integer AS rows FROM gone`,
});

export const hasMeetings = openStatement({
  name: 'account_purge.has_meetings',
  acrossWorkspaces,
  values: whole,
  columns: { has: boolean },
  sql: ({ $ }) => {
    const left = (['IS NULL', 'IS NOT NULL'] as const)
      .flatMap((deleted) => meetingsThatGo($.workspaces, $.userId, deleted))
      .map((meetings) => sql`EXISTS (${meetings})`);
    return sql`SELECT ${joinSql(left, ' OR ')} AS has`;
  },
});

/** The log keeps numbers and no names; what is still in the storage goes by its own rows, a day later at most. */
const kept: ReadonlySet<OwnedTable> = new Set<OwnedTable>([
  'audit_events',
  'audit_heads',
  'pending_audit_entries',
  'unclaimed_objects',
]);
const emptied = ownedTables.filter((table) => !kept.has(table));

type Values = Readonly<Record<'userId' | 'workspaces', Sql>>;

const byUserId = ({ userId }: Values) => sql`user_id = ${userId}`;

/** What is the person's own, wherever they worked; and what others would come to a workspace by that goes. */
const ofPerson = {
  identities: byUserId,
  refresh_tokens: byUserId,
  idempotency_keys: byUserId,
  // They open for nobody any more.
  share_links: ({ userId }: Values) => sql`created_by = ${userId}`,
  // Those to the person as well: their address stands there.
  workspace_invitations: ({ userId, workspaces }: Values) => sql`(invited_by = ${userId}
    OR email = (SELECT email FROM users WHERE id = ${userId}) OR workspace_id = ANY (${workspaces}))`,
  workspace_members: byUserId,
} as const satisfies Record<string, (values: Values) => Sql>;

const tablesOfPerson = Object.keys(ofPerson) as (keyof typeof ofPerson)[];

/** So many rows of one table at most, of every table that workspaces own rows in. Meetings go with their objects. */
export const emptyTables = emptied
  .filter((table) => table !== 'meetings')
  .map((table) =>
    openStatement({
      name: `account_purge.empty_${table}`,
      acrossWorkspaces,
      values: batch,
      columns: { rows: integer },
      sql: ({ $ }) => sql`WITH gone AS (
          DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM ${table} WHERE workspace_id = ANY (${$.workspaces}) LIMIT ${$.limit}))
          RETURNING 1),
        counted AS (${countGone(table, $.userId)})
        SELECT count(*)::integer AS rows FROM gone`,
    }),
  );

/**
 * What a purge has to prove: that none of these tables has a row of the workspaces any more, or a key of the person. It
 * is asked for while their address is still known.
 */
export const listLeft = openStatement({
  name: 'account_purge.list_left',
  acrossWorkspaces,
  values: whole,
  columns: { name: text },
  sql: ({ $ }) =>
    joinSql(
      [
        ...emptied.map(
          (table) =>
            sql`SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table} WHERE workspace_id = ANY (${$.workspaces}))`,
        ),
        sql`SELECT 'workspaces' WHERE EXISTS (SELECT FROM workspaces WHERE id = ANY (${$.workspaces}))`,
        sql`SELECT 'private meetings of the person' WHERE EXISTS (
          SELECT FROM meetings WHERE user_id = ${$.userId} AND ${isPrivate('meetings')})`,
        ...tablesOfPerson.map(
          (table) =>
            sql`SELECT '${table} of the person' WHERE EXISTS (SELECT FROM ${table} WHERE ${ofPerson[table]($)})`,
        ),
      ],
      ' UNION ALL ',
    ),
});

/** The longest-serving of the highest role, where the workspace would have no owner. */
export const appointOwners = openStatement({
  name: 'account_purge.appoint_owners',
  acrossWorkspaces,
  values: one,
  columns: { workspaceId: uuid, successor: integer },
  sql: ({ $ }) => sql`UPDATE workspace_members AS next SET role = 'OWNER'
    FROM (SELECT DISTINCT ON (m.workspace_id) m.workspace_id, m.user_id
      FROM workspace_members own
      JOIN workspace_members m ON m.workspace_id = own.workspace_id AND m.user_id <> ${$.userId}
      JOIN users u ON u.id = m.user_id
      WHERE own.user_id = ${$.userId} AND own.role = 'OWNER' AND NOT EXISTS (
        SELECT FROM workspace_members owner
        WHERE owner.workspace_id = own.workspace_id AND owner.user_id <> ${$.userId} AND owner.role = 'OWNER')
      ORDER BY m.workspace_id, u.is_active DESC,
        array_position(ARRAY['ADMIN', 'MEMBER', 'VIEWER'], m.role::text), m.created_at, m.user_id) AS heir
    WHERE next.workspace_id = heir.workspace_id AND next.user_id = heir.user_id
    RETURNING next.workspace_id AS "workspaceId", next.user_id AS successor`,
});

export const forgetPerson = tablesOfPerson.map((table) => ({
  table,
  statement: openStatement({
    name: `account_purge.forget_${table}`,
    acrossWorkspaces,
    values: whole,
    columns: {},
    sql: ({ $ }) => sql`DELETE FROM ${table} WHERE ${ofPerson[table]($)}`,
  }),
}));

export const deleteWorkspaces = openStatement({
  name: 'account_purge.delete_workspaces',
  acrossWorkspaces,
  values: { workspaces: arrayOf(uuid) },
  columns: {},
  sql: ({ $ }) => sql`DELETE FROM workspaces w WHERE w.id = ANY (${$.workspaces})`,
});

/** Meetings of others' workspaces refer to the row, by its number alone. */
export const blankPerson = openStatement({
  name: 'account_purge.blank_person',
  acrossWorkspaces,
  values: one,
  columns: {},
  sql: ({
    $,
  }) => sql`UPDATE users SET name = 'Former member', phone = NULL, is_active = false, is_admin = false,
      email = 'former-member-' || id || '@removed.invalid', email_verified = false, auth_provider = 'local',
      token_version = token_version + 1, updated_at = now()
    WHERE id = ${$.userId}`,
});

export const endPurge = openStatement({
  name: 'account_purge.end',
  acrossWorkspaces,
  values: one,
  columns: { counted: jsonb<Record<string, number>>() },
  sql: ({ $ }) => sql`UPDATE account_deletions SET purged_at = now() WHERE user_id = ${$.userId}
    AND begun_at IS NOT NULL AND purged_at IS NULL RETURNING counted`,
});
