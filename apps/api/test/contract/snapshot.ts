import type { DataSource } from 'typeorm';

/** Tables in which something may change though nothing of anybody's content has: sessions and the record of changes. */
const apart = new Set(['refresh_tokens', 'audit_events', 'migrations']);

/**
 * A digest of every row of every table, by table: two that are equal mean that nothing was stored in between.
 * @param workspaceId counts only the rows of that workspace.
 */
export async function snapshot(
  dataSource: DataSource,
  workspaceId?: string,
): Promise<Record<string, string>> {
  const tables: { name: string; owned: boolean }[] = await dataSource.query(
    `SELECT table_name AS name, bool_or(column_name = 'workspace_id') AS owned
     FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1 ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name, owned } of tables) {
    if (apart.has(name) || (workspaceId !== undefined && !owned)) continue;
    const [row]: { digest: string }[] = await dataSource.query(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '') AS digest
       FROM "${name}" AS t ${workspaceId === undefined ? '' : 'WHERE workspace_id = $1'}`,
      workspaceId === undefined ? [] : [workspaceId],
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}
