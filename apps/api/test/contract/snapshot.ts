import type { DataSource } from 'typeorm';
import { sealNow } from '../audit-rows.ts';
import type { ApiFixture } from '../api-fixture.ts';

/**
 * A digest of every row of every table, by table: two that are equal mean that nothing was stored in between.
 * @param workspaceId counts only the rows of that workspace.
 */
export async function snapshot(
  dataSource: DataSource,
  workspaceId?: string,
): Promise<Record<string, string>> {
  // Or the sweeper would move rows in between, and somebody would seem to have stored something.
  await sealNow(dataSource);
  const tables: { name: string; owned: boolean }[] = await dataSource.query(
    `SELECT table_name AS name, bool_or(column_name = 'workspace_id') AS owned
     FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1 ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name, owned } of tables) {
    if (workspaceId !== undefined && !owned) continue;
    const [row]: { digest: string }[] = await dataSource.query(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '') AS digest
       FROM "${name}" AS t ${workspaceId === undefined ? '' : 'WHERE workspace_id = $1'}`,
      workspaceId === undefined ? [] : [workspaceId],
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}

/** All that is kept anywhere: rows, objects, and the keys of Redis (each job has its own), without what counts requests. */
export async function keptState({ dataSource, objectKeys, openUploads, redis }: ApiFixture) {
  const [rows, objects, uploads, keys] = await Promise.all([
    snapshot(dataSource),
    objectKeys(),
    openUploads(),
    redis.client.keys('*'),
  ]);
  return {
    rows,
    objects: objects.toSorted(),
    uploads,
    redis: keys.filter((key) => !key.startsWith('rate-limit:')).sort(),
  };
}
