import { sql, type Sql } from './sql.ts';

/**
 * The one condition that says who sees a meeting: all members of its workspace, or the person who made it alone. For a
 * row of `meetings` under an alias, beside the condition of its workspace.
 * @param viewer who asks, as SQL.
 */
export const seenBy = (alias: string, viewer: Sql<false>): Sql<false> =>
  sql`(${isShared(alias)} OR ${alias}.user_id = ${viewer})`;

/** A list is read in two parts, each in the order of an index of its own; together they are what `seenBy` says. */
export const seenParts = {
  shared: isShared,
  own: (alias: string, viewer: Sql<false>): Sql<false> =>
    sql`${isPrivate(alias)} AND ${alias}.user_id = ${viewer}`,
} satisfies Record<string, (alias: string, viewer: Sql<false>) => Sql<false>>;

export type SeenPart = keyof typeof seenParts;

function isShared(alias: string): Sql<false> {
  return sql`${alias}.visibility = 'workspace'`;
}

/** Of whoever made it. */
export function isPrivate(alias: string): Sql<false> {
  return sql`${alias}.visibility = 'private'`;
}
