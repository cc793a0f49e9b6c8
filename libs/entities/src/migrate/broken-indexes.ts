import type { QueryRunner } from 'typeorm';

/**
 * Drops what an interrupted CREATE INDEX CONCURRENTLY left: an index that no query may use and every write keeps up.
 * Under its name the next build would find it, and take it for done. An index that another session is building now
 * stays.
 */
export async function dropBrokenIndexes(
  queryRunner: QueryRunner,
  notify: (message: string) => void,
): Promise<void> {
  const broken = (await queryRunner.query(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index b WHERE b.index_relid = c.oid)`,
  )) as { name: string }[];
  for (const { name } of broken) {
    notify(`The index ${name} was left half built; it is dropped and built again.`);
    await queryRunner.query(`DROP INDEX CONCURRENTLY "${name.replaceAll('"', '""')}"`);
  }
}
