import { AuditEvent } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { sealJournal } from '@memo/journal';
import type { DataSource, FindOptionsWhere } from 'typeorm';

/** Gives what was recorded by now its place, without waiting for the sweeper. */
export const sealNow = (dataSource: DataSource): Promise<number> =>
  sealJournal({ database: createDatabase(dataSource), transact: createTransact(dataSource) });

/** What the audit log has by now, in order. */
export async function auditRows(
  dataSource: DataSource,
  where: FindOptionsWhere<AuditEvent>,
): Promise<AuditEvent[]> {
  await sealNow(dataSource);
  return dataSource.manager.find(AuditEvent, { where, order: { number: 'ASC' } });
}
